import { startBackend } from '@stepwell/backend';
import { compileModules } from '@stepwell/backend/node';

/** Starts the engine that predictions run on, in Node. */
export async function startEngine(): Promise<void> {
  await startBackend(await compileModules());
}
