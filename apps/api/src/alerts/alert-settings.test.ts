import { describe, test } from 'vitest';
import { makeVapidKeys } from '../../../../scripts/make-vapid-keys.mjs';
import { pushKeys, webhooksOf } from './alert-settings.ts';

describe('pushKeys', () => {
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = makeVapidKeys();
  const SET = { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT: 'mailto:operator@example.org' };

  test('are read as the script makes them', ({ expect }) => {
    const keys = { publicKey: VAPID_PUBLIC_KEY, privateKey: VAPID_PRIVATE_KEY, subject: SET.VAPID_SUBJECT };
    expect(pushKeys(SET)).toEqual(keys);
    expect(pushKeys({ ...SET, VAPID_PRIVATE_KEY: ` ${VAPID_PRIVATE_KEY}\n` })).toEqual(keys);
  });

  test('are off without a key, with or without a subject', ({ expect }) => {
    expect(pushKeys({})).toBeNull();
    expect(pushKeys({ VAPID_PUBLIC_KEY: '', VAPID_PRIVATE_KEY: ' ', VAPID_SUBJECT: SET.VAPID_SUBJECT })).toBeNull();
  });

  test.for([
    { VAPID_PUBLIC_KEY: '' },
    { VAPID_PUBLIC_KEY: VAPID_PRIVATE_KEY },
    { VAPID_PUBLIC_KEY: `${VAPID_PUBLIC_KEY}=` },
    { VAPID_PRIVATE_KEY: '' },
    { VAPID_PRIVATE_KEY: VAPID_PUBLIC_KEY },
    { VAPID_SUBJECT: '' },
    { VAPID_SUBJECT: 'operator@example.org' },
  ])('are no silent "off" where one is wrong: %o', (wrong, { expect }) => {
    expect(() => pushKeys({ ...SET, ...wrong })).toThrow(Object.keys(wrong)[0]);
  });
});

test('webhooksOf is on by default, and off for what it does not know', ({ expect }) => {
  expect(['', ' ', 'on', 'local', 'off', 'no', 'On'].map((WEBHOOKS) => webhooksOf({ WEBHOOKS }))).toEqual([
    'on',
    'on',
    'on',
    'local',
    'off',
    'off',
    'off',
  ]);
});
