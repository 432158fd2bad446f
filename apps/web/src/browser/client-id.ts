import { readStored, writeStored } from './storage.ts';

const NAME = 'stepwell.client';
let made: string | undefined;

/** Identifies this tab as a driver, also after a reload, so that it keeps its fit from step to step. */
export function clientId(): string {
  made ??= readStored('session', NAME) ?? undefined;
  if (made === undefined) {
    made = `tab-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`;
    writeStored('session', NAME, made);
  }
  return made;
}
