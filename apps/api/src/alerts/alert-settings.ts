import type { Env } from '../env.ts';

/** The keys that push services know this service by: RFC 8292. */
export interface PushKeys {
  /** An uncompressed point on P-256, base64url. */
  publicKey: string;
  /** Its private key, base64url. */
  privateKey: string;
  /** Whom a push service can write to: `mailto:` or `https:`. */
  subject: string;
}

/** 65 bytes that begin with 4, in base64url. */
export const PUBLIC_KEY = /^B[A-Za-z0-9_-]{86}$/;
/** 32 bytes in base64url. */
const PRIVATE_KEY = /^[A-Za-z0-9_-]{43}$/;
const SUBJECT = /^(?:mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/;

/**
 * @returns the keys for Web Push; null if none are set.
 * @throws {Error} if only some are set or one is malformed, so that a typing error isn't taken for "off".
 */
export function pushKeys(env: Pick<Env, 'VAPID_PUBLIC_KEY' | 'VAPID_PRIVATE_KEY' | 'VAPID_SUBJECT'>): PushKeys | null {
  const publicKey = env.VAPID_PUBLIC_KEY?.trim() ?? '';
  const privateKey = env.VAPID_PRIVATE_KEY?.trim() ?? '';
  const subject = env.VAPID_SUBJECT?.trim() ?? '';
  if (publicKey === '' && privateKey === '') return null;
  const wrong = (name: string, expected: string) =>
    new Error(`The setting ${name} is missing or malformed; ${expected} was expected. See docs/deploy.md.`);
  if (!PUBLIC_KEY.test(publicKey)) throw wrong('VAPID_PUBLIC_KEY', '87 characters of base64url');
  if (!PRIVATE_KEY.test(privateKey)) throw wrong('VAPID_PRIVATE_KEY', '43 characters of base64url');
  if (!SUBJECT.test(subject)) throw wrong('VAPID_SUBJECT', 'mailto:ADDRESS or an https address');
  return { publicKey, privateKey, subject };
}

/** Where webhooks may go: `on` to public https addresses, `local` also to this machine over http, `off` nowhere. */
export type Webhooks = 'on' | 'local' | 'off';

/** @returns the setting WEBHOOKS; `on` if it is empty, `off` if it is anything else. */
export function webhooksOf({ WEBHOOKS }: Pick<Env, 'WEBHOOKS'>): Webhooks {
  const setting = WEBHOOKS?.trim() ?? '';
  if (setting === '') return 'on';
  return setting === 'on' || setting === 'local' ? setting : 'off';
}
