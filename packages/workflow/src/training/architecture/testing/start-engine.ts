import { startBackend, type StartedBackend } from '@stepwell/backend';
import { compileModules } from '@stepwell/backend/node';

/** Starts the tensor engine for a test file. */
export async function startEngine(): Promise<StartedBackend> {
  return startBackend(await compileModules());
}
