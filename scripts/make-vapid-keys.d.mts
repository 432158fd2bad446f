/** @returns a new pair of keys, base64url, by the names of the settings. */
export function makeVapidKeys(): { VAPID_PUBLIC_KEY: string; VAPID_PRIVATE_KEY: string };
