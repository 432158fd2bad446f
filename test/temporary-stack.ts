import { rm } from 'node:fs/promises';
import { startStack, type Stack, type StackOptions } from '../apps/cli/src/stack/stack.ts';
import { newState } from './new-state.ts';

/**
 * Starts a service without the dashboard on storage of its own, and removes both when the work has ended, however.
 *
 * @param options.port which must be free; 0 for any.
 */
export async function withTemporaryStack(
  options: Pick<StackOptions, 'port' | 'script' | 'vars' | 'inspectorPort'>,
  work: (stack: Stack, persistTo: string) => Promise<void>,
): Promise<void> {
  const persistTo = await newState();
  const stack = await startStack({ ...options, persistTo, reuse: false, quiet: true, dashboard: false });
  try {
    await work(stack, persistTo);
  } finally {
    await stack.stop();
    await rm(persistTo, { recursive: true, force: true });
  }
}
