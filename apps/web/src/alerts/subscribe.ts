import type { Subscription } from './alert-calls.ts';

/** @returns whether this browser can be notified at all. */
export function canNotify(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Why a browser can't be notified: the person said no, or its push service did. */
export type Refusal = 'blocked' | 'refused';

/**
 * Asks the person for permission, and the browser's push service for an address.
 *
 * @param publicKey of the service, base64url.
 * @returns the subscription, or why there is none.
 */
export async function subscribe(publicKey: string): Promise<Subscription | Refusal> {
  if ((await Notification.requestPermission()) !== 'granted') return 'blocked';
  try {
    await navigator.serviceWorker.register('/sw.js');
    const { pushManager } = await navigator.serviceWorker.ready;
    return asSubscription(await subscribeWith(pushManager, publicKey));
  } catch {
    return 'refused';
  }
}

async function subscribeWith(pushManager: PushManager, applicationServerKey: string): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    // One that was made with an earlier key of the service.
    const earlier = await pushManager.getSubscription();
    if (earlier === null) throw error;
    await earlier.unsubscribe();
    return pushManager.subscribe(options);
  }
}

function asSubscription(subscription: PushSubscription): Subscription | Refusal {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return 'refused';
  return { endpoint, keys: { p256dh, auth } };
}
