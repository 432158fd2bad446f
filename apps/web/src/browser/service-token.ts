import { useSyncExternalStore } from 'react';
import { readStored, watchStored, writeStored } from './storage.ts';

const TOKEN = 'stepwell.token';
const WANTED = 'stepwell.token-wanted';

/** @returns the token that this browser sends to a service that needs one; null for none. */
export function serviceToken(): string | null {
  const token = readStored('local', TOKEN);
  return token === '' ? null : token;
}

/** Stores the service's token in this browser, which sends it from now on. */
export function keepServiceToken(token: string): void {
  writeStored('local', TOKEN, token);
  writeStored('session', WANTED, '');
}

/** Notes that the service asked for its token, or refused the one it got. */
export function markTokenNeeded(): void {
  writeStored('session', WANTED, 'yes');
}

/** Whether the service asked for its token and hasn't got one since. */
export function useTokenNeeded(): boolean {
  return useSyncExternalStore(
    watchStored,
    () => readStored('session', WANTED) === 'yes',
    () => false,
  );
}
