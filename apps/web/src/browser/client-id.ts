import { readStored, writeStored } from './storage.ts';

const NAME = 'stepwell.client';
let made: string | undefined;

/** Names this tab as a driver: a fit stays with it from step to step, through a reload too. */
export function clientId(): string {
  made ??= readStored('session', NAME) ?? undefined;
  if (made === undefined) {
    made = `tab-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`;
    writeStored('session', NAME, made);
  }
  return made;
}
