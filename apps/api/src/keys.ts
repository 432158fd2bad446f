import { StepwellError } from '@stepwell/base/errors';
import { sha256Of } from '@stepwell/base/format';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 22;
const KEY_BYTES = 32;

/** Format of a run id: 22 letters and digits, 131 random bits. */
export const RUN_ID = /^[0-9A-Za-z]{22}$/;

/** @returns a new run id. Anyone with the id can read the run. */
export function newRunId(): string {
  let id = '';
  while (id.length < ID_LENGTH) {
    // Bytes from 248 = 4 * 62 are dropped, so every character is equally likely.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 248 && id.length < ID_LENGTH) id += LETTERS[byte % 62];
    }
  }
  return id;
}

/** @returns a new edit key: 256 random bits, base64url. Anyone with the key can change the run. */
export function newEditKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @returns the sha256 of a key, 64 hexadecimal digits. Only this hash is stored. */
export function hashKey(key: string): Promise<string> {
  return sha256Of(key);
}

/**
 * Requires a run's edit key.
 *
 * @param header the request's Authorization header.
 * @param storedHash hash of the run's key.
 * @throws {StepwellError} `unauthorized` without a key, `forbidden` with a wrong one.
 */
export async function requireKey(header: string | undefined, storedHash: string): Promise<void> {
  if (!equalInConstantTime(await hashKey(keyIn(header)), storedHash)) {
    throw new StepwellError(
      'forbidden',
      'The edit key is wrong for this run. Use the key that was shown when the run was created; reading the run needs no key.',
    );
  }
}

/** @returns the key in the Authorization header, unchecked. @throws {StepwellError} `unauthorized` without one. */
export function keyIn(header: string | undefined): string {
  const key = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(header ?? '')?.[1];
  if (key !== undefined) return key;
  throw new StepwellError(
    'unauthorized',
    'The edit key is missing, and changing a run requires it. Send it as "Authorization: Bearer KEY"; it was shown once, when the run was created.',
  );
}

/** Compares secrets by their hashes, in constant time. */
export async function isSecret(given: string, secret: string): Promise<boolean> {
  return equalInConstantTime(await hashKey(given), await hashKey(secret));
}

function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % b.length);
  return difference === 0;
}
