import { encryptNotification } from '@block65/webcrypto-web-push';
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { afterEach, describe, test, vi } from 'vitest';
import { decryptPush } from '../decrypt-push.ts';
import { makeVapidKeys } from '../../scripts/make-vapid-keys.mjs';
import { isBrowserKey, pushRequest } from '../../apps/api/src/alerts/push-request.ts';

/** The example of RFC 8291, Appendix A. */
const EXAMPLE = {
  plaintext: 'When I grow up, I want to be a watermelon',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  receiver: {
    privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
    publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  },
  sender: {
    privateKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
    publicKey: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  },
  message:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

const bytes = (base64url: string) => new Uint8Array(Buffer.from(base64url, 'base64url'));
const RECEIVER = {
  privateKey: bytes(EXAMPLE.receiver.privateKey),
  publicKey: bytes(EXAMPLE.receiver.publicKey),
  auth: bytes(EXAMPLE.auth),
};

afterEach(() => vi.restoreAllMocks());

describe('the example of RFC 8291', () => {
  test('is decrypted by the implementation that other tests decrypt with', ({ expect }) => {
    expect(decryptPush(bytes(EXAMPLE.message), RECEIVER)).toBe(EXAMPLE.plaintext);
    const damaged = bytes(EXAMPLE.message);
    damaged[100]! ^= 1;
    expect(() => decryptPush(damaged, RECEIVER)).toThrow();
  });

  test('comes out of the encryption, to the byte, with its salt and keys', async ({ expect }) => {
    const point = bytes(EXAMPLE.sender.publicKey);
    const [x, y] = [point.slice(1, 33), point.slice(33)].map((part) => Buffer.from(part).toString('base64url'));
    const jwk = { kty: 'EC', crv: 'P-256', x, y, ext: true };
    const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
    const privateKey = await crypto.subtle.importKey('jwk', { ...jwk, d: EXAMPLE.sender.privateKey }, ecdh, false, [
      'deriveBits',
    ]);
    const publicKey = await crypto.subtle.importKey('jwk', jwk, ecdh, true, []);
    vi.spyOn(crypto, 'getRandomValues').mockReturnValue(bytes(EXAMPLE.salt));
    vi.spyOn(crypto.subtle, 'generateKey').mockResolvedValue({ privateKey, publicKey });
    const subscription = {
      endpoint: 'https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV',
      expirationTime: null,
      keys: { p256dh: EXAMPLE.receiver.publicKey, auth: EXAMPLE.auth },
    };
    const encrypted = await encryptNotification(subscription, new TextEncoder().encode(EXAMPLE.plaintext), {
      pad: false,
    });
    expect(Buffer.from(encrypted).toString('base64url')).toBe(EXAMPLE.message);
  });
});

describe('pushRequest', () => {
  const MESSAGE = {
    event: 'finished' as const,
    run: 'a'.repeat(22),
    title: 'mpg from cars',
    verdict: 'Predicts "mpg" within 2.1.',
    link: 'https://example.org/r/a',
  };

  test('is encrypted for the browser, and signed with the keys of the service', async ({ expect }) => {
    const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = makeVapidKeys();
    const keys = { publicKey, privateKey, subject: 'mailto:operator@example.org' };
    const secrets = { p256dh: EXAMPLE.receiver.publicKey, auth: EXAMPLE.auth };
    const request = await pushRequest({ address: 'https://push.example.net:8443/x', secrets }, MESSAGE, keys);
    const headers = new Headers(request.headers);
    expect(request.method).toBe('POST');
    expect(JSON.parse(decryptPush(request.body as Uint8Array, RECEIVER))).toEqual(MESSAGE);
    expect((request.body as Uint8Array).length).toBe(4096);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '86400',
      urgency: 'normal',
      topic: MESSAGE.run,
    });
    // RFC 8292: a JWT signed with ES256, and the key to check it with.
    const [, token = '', key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.get('authorization')!)!;
    expect(key).toBe(publicKey);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = bytes(publicKey);
    const [x, y] = [point.slice(1, 33), point.slice(33)].map((part) => Buffer.from(part).toString('base64url'));
    const verifier = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const signed = Buffer.from(`${head}.${claims}`);
    const check = { key: verifier, dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', signed, check, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'ES256' });
    const { aud, sub, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    expect([aud, sub]).toEqual(['https://push.example.net:8443', 'mailto:operator@example.org']);
    const now = Date.now() / 1000;
    expect(Number(exp)).toBeGreaterThan(now);
    expect(Number(exp)).toBeLessThanOrEqual(now + 86_400);
  });

  test('holds messages of any length, cut between characters', async ({ expect }) => {
    const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = makeVapidKeys();
    const keys = { publicKey, privateKey, subject: 'https://example.org' };
    const browser = createECDH('prime256v1');
    const p256dh = browser.generateKeys('base64url');
    const auth = randomBytes(16);
    const secrets = { p256dh, auth: auth.toString('base64url') };
    const receiver = { privateKey: browser.getPrivateKey(), publicKey: browser.getPublicKey(), auth };
    for (const character of ['\u0001', '🦆', 'a']) {
      const message = { ...MESSAGE, title: character.repeat(200), verdict: character.repeat(5_000) };
      const { body } = await pushRequest({ address: 'https://push.example.net/x', secrets }, message, keys);
      const { verdict } = JSON.parse(decryptPush(body as Uint8Array, receiver)) as { verdict: string };
      expect(verdict).toBe(`${character.repeat(299)}…`);
    }
  });
});

test('isBrowserKey tells points on P-256 from other bytes', async ({ expect }) => {
  expect(await isBrowserKey(EXAMPLE.receiver.publicKey)).toBe(true);
  expect(await isBrowserKey(`B${'A'.repeat(86)}`)).toBe(false);
});
