import { StepwellError } from '@stepwell/base/errors';
import { sha256Of } from './sha256.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 22;
const KEY_BYTES = 32;

/** What a run id looks like: 22 of 62 letters, 131 random bits. */
export const RUN_ID = /^[0-9A-Za-z]{22}$/;

/** A fresh run id. Who has it may read the run. */
export function newRunId(): string {
  let id = '';
  while (id.length < ID_LENGTH) {
    // Bytes beyond the last full round of 62 are dropped, so that every letter is equally likely.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 248 && id.length < ID_LENGTH) id += LETTERS[byte % 62];
    }
  }
  return id;
}

/** A fresh edit key: 256 random bits, base64url. Who has it may change the run. */
export function newEditKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @returns the sha256 of a key, 64 hexadecimal digits: all of it that is stored. */
export function hashKey(key: string): Promise<string> {
  return sha256Of(key);
}

/**
 * Lets only the holder of the edit key pass.
 *
 * @param header the request's Authorization header.
 * @param storedHash of the run's key.
 * @throws {StepwellError} `unauthorized` without a key, `forbidden` with another's.
 */
export async function requireKey(header: string | undefined, storedHash: string): Promise<void> {
  if (!equalInConstantTime(await hashKey(keyIn(header)), storedHash)) {
    throw new StepwellError('forbidden', 'That is not the edit key of this run. Reading it needs no key.');
  }
}

/** @returns the key in a request's Authorization header, whichever it is. @throws {StepwellError} `unauthorized`. */
export function keyIn(header: string | undefined): string {
  const key = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(header ?? '')?.[1];
  if (key !== undefined) return key;
  throw new StepwellError(
    'unauthorized',
    'Changing a run takes its edit key, as "Authorization: Bearer KEY". It was shown once, when the run was created.',
  );
}

/** Compares secrets by their hashes: time tells neither where they differ nor how long they are. */
export async function isSecret(given: string, secret: string): Promise<boolean> {
  return equalInConstantTime(await hashKey(given), await hashKey(secret));
}

function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % b.length);
  return difference === 0;
}
