import type { TestProject } from 'vitest/node';
import { rm } from 'node:fs/promises';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { newState } from './new-state.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a service without the dashboard, for tests that neither stop it nor count what it stores. */
    service: string;
  }
}

/** Starts one service for the whole project: each start takes seconds. @returns what stops it. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const persistTo = await newState();
  const options = { port: 0, persistTo, reuse: false, quiet: true, dashboard: false };
  const stack = await startStack(options);
  provide('service', stack.url);
  return async () => {
    await stack.stop();
    await rm(persistTo, { recursive: true, force: true });
  };
}
