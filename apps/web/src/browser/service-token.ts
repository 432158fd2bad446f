import { useSyncExternalStore } from 'react';
import { readStored, watchStored, writeStored } from './storage.ts';

const TOKEN = 'stepwell.token';
const WANTED = 'stepwell.token-wanted';

/** @returns the token that this browser sends where the service asks for one; null for none. */
export function serviceToken(): string | null {
  const token = readStored('local', TOKEN);
  return token === '' ? null : token;
}

/** Keeps the service's token on this browser, and sends it from now on. */
export function keepServiceToken(token: string): void {
  writeStored('local', TOKEN, token);
  writeStored('session', WANTED, '');
}

/** Notes that the service asked for its token, or refused the one it was sent. */
export function markTokenNeeded(): void {
  writeStored('session', WANTED, 'yes');
}

/** Whether the service asked for its token, and none was given since. */
export function useTokenNeeded(): boolean {
  return useSyncExternalStore(
    watchStored,
    () => readStored('session', WANTED) === 'yes',
    () => false,
  );
}
