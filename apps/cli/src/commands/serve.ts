import { StepwellError } from '@stepwell/base/errors';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack, type Stack } from '../stack/stack.ts';

/** `stepwell serve [--port N] [--state DIR]`: serves the dashboard until stopped. @returns the exit code. */
export async function serve(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { port: { type: 'string' }, state: { type: 'string' } } });
  const port = values.port === undefined ? undefined : readPort(values.port);
  const persistTo = values.state === undefined ? undefined : resolve(values.state);
  const stack = await startStack({ port, persistTo, reuse: port === undefined && persistTo === undefined });
  try {
    await serveUntilStopped(stack);
    return 0;
  } finally {
    await stack.stop();
  }
}

/** Resolves on Ctrl-C, or when the service ends. */
export async function serveUntilStopped(stack: Stack): Promise<void> {
  process.stdout.write(`\nServing ${stack.url} (press Ctrl-C to stop)\n`);
  await Promise.race([
    stack.ended,
    new Promise<void>((done) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.removeAllListeners(signal);
        process.once(signal, () => done());
      }
    }),
  ]);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new StepwellError('invalid_request', `--port takes a number from 1 to 65535, not "${text}".`);
}
