/// <reference lib="webworker" />
import { pageOf, readNotification } from './notification.ts';

declare const self: ServiceWorkerGlobalScope;

/** Shows a push message, and opens its run when it is tapped. */
export function listenForAlerts(): void {
  self.addEventListener('push', (event) => {
    const { title, body, run } = readNotification(event.data?.text() ?? null);
    const options = { body, icon: '/icon-192.png', data: run, ...(run === null ? {} : { tag: run }) };
    event.waitUntil(self.registration.showNotification(title, options));
  });
  self.addEventListener('notificationclick', (event) => {
    const { notification } = event;
    notification.close();
    event.waitUntil(open(pageOf(notification.data)));
  });
}

/** Shows the page in the tab that has it, or in a new one. */
async function open(path: string): Promise<void> {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = tabs.find(({ url }) => new URL(url).pathname === path);
  await (shown === undefined ? self.clients.openWindow(path) : shown.focus());
}
