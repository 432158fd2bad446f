import { createHmac } from 'node:crypto';
import { describe, test } from 'vitest';
import { newWebhookSecret, signatureHeaders } from '../../apps/api/src/alerts/signature.ts';

describe('signatureHeaders', () => {
  test('signs the example of Standard Webhooks', async ({ expect }) => {
    // The test vector of the specification's libraries: https://github.com/standard-webhooks/standard-webhooks
    const headers = await signatureHeaders(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_000,
      '{"test": 2432232314}',
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('signs with a new secret as OpenSSL does', async ({ expect }) => {
    const secret = newWebhookSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newWebhookSecret()).not.toBe(secret);
    const { 'webhook-signature': signature } = await signatureHeaders(secret, 'id', 5_999, 'é');
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(signature).toBe(`v1,${createHmac('sha256', key).update('id.5.é').digest('base64')}`);
  });
});
