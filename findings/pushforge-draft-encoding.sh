#!/usr/bin/env bash
# @pushforge/builder 2.0.5: messages for Web Push are encrypted in the encoding of a draft, aesgcm, with their salt and key in the headers Encryption
# and Crypto-Key. RFC 8291 (section 4) requires aes128gcm, whose body begins with both. The header of the authorization is that of RFC 8292.
# Needs Node 20.
#
# Seen: content-encoding aesgcm, headers of the draft crypto-key,encryption
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit @pushforge/builder@2.0.5
cat >push.mjs <<'JS'
import { buildPushHTTPRequest } from '@pushforge/builder';
const curve = (name) => ({ name, namedCurve: 'P-256' });
const sender = await crypto.subtle.generateKey(curve('ECDSA'), true, ['sign', 'verify']);
const receiver = await crypto.subtle.generateKey(curve('ECDH'), true, ['deriveBits']);
const point = Buffer.from(await crypto.subtle.exportKey('raw', receiver.publicKey));
const { headers } = await buildPushHTTPRequest({
  privateJWK: await crypto.subtle.exportKey('jwk', sender.privateKey),
  subscription: {
    endpoint: 'https://push.example/subscription',
    keys: { p256dh: point.toString('base64url'), auth: Buffer.alloc(16, 1).toString('base64url') },
  },
  message: { payload: { title: 'done' }, adminContact: 'mailto:operator@example.org' },
});
const sent = new Headers(headers);
const ofTheDraft = ['crypto-key', 'encryption'].filter((name) => sent.has(name));
console.log(`content-encoding ${sent.get('content-encoding')}, headers of the draft ${ofTheDraft.join()}`);
JS
seen=$(node push.mjs)
echo "$seen"
[ "$seen" = 'content-encoding aesgcm, headers of the draft crypto-key,encryption' ]
