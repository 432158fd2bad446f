import { buildPushPayload } from '@block65/webcrypto-web-push';
import type { PushKeys } from './alert-settings.ts';
import { shortMessage, type AlertMessage } from './message.ts';

/** A push service keeps a message for this long while the browser is away. */
const TTL_SECONDS = 86_400;

/** A browser's push subscription. */
export interface PushRecipient {
  /** The endpoint at the browser's push service. */
  address: string;
  secrets: { p256dh: string; auth: string };
}

/** @returns the request that sends a message to a browser, encrypted for it (RFC 8291) and signed (RFC 8292). */
export async function pushRequest(
  { address, secrets }: PushRecipient,
  message: AlertMessage,
  keys: PushKeys,
): Promise<RequestInit> {
  // Push services have https addresses; a receiver on this machine, for trying out, may not.
  const endpoint = address.replace(/^http:/, 'https:');
  const { headers, body } = await buildPushPayload(
    // A later message about the same run takes the place of one that isn't delivered yet.
    {
      data: JSON.stringify(shortMessage(message)),
      options: { ttl: TTL_SECONDS, urgency: 'normal', topic: message.run },
    },
    { endpoint, expirationTime: null, keys: secrets },
    keys,
  );
  return { method: 'POST', headers, body };
}

/** @returns whether a browser's public key is a point on P-256. @param key base64url. */
export async function isBrowserKey(key: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );
  return crypto.subtle.importKey('raw', bytes, { name: 'ECDH', namedCurve: 'P-256' }, false, []).then(
    () => true,
    () => false,
  );
}
