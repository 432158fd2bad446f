// Makes the keys of Web Push for a service: node scripts/make-vapid-keys.mjs. What to do with them is in docs/deploy.md.
import { generateKeyPairSync } from 'node:crypto';

/** @returns {{ VAPID_PUBLIC_KEY: string, VAPID_PRIVATE_KEY: string }} a new pair of keys, base64url, by the names of the settings. */
export function makeVapidKeys() {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { VAPID_PUBLIC_KEY: point.toString('base64url'), VAPID_PRIVATE_KEY: d };
}

if (process.argv[1] === import.meta.filename) {
  for (const [name, value] of Object.entries(makeVapidKeys())) console.log(`${name}=${value}`);
}
