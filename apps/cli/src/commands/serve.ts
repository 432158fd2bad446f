import { resolve } from 'node:path';
import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { firstSignal } from '../interrupt.ts';
import { startStack, type Stack } from '../stack/stack.ts';

/** Serves the dashboard until stopped. */
export const serve = defineCommand(
  {
    name: 'serve',
    summary: 'Serve the dashboard on this machine',
    arguments: '',
    options: {
      port: { type: 'string', value: 'N', help: 'Set the port (default: 8787, or a free one)' },
      state: { type: 'string', value: 'DIR', help: 'Store runs here (default: .wrangler/state in the project)' },
    },
    example: 'stepwell serve --port 8800',
  },
  async ({ values }) => {
    const port = values.port === undefined ? undefined : readPort(values.port);
    const persistTo = values.state === undefined ? undefined : resolve(values.state);
    const stack = await startStack({ port, persistTo, reuse: port === undefined && persistTo === undefined });
    try {
      await serveUntilStopped(stack);
      return 0;
    } finally {
      await stack.stop();
    }
  },
);

/** Resolves on Ctrl-C, or when the service ends. */
export async function serveUntilStopped(stack: Stack): Promise<void> {
  process.stdout.write(`\nServing ${stack.url} (press Ctrl-C to stop)\n`);
  await Promise.race([stack.ended, firstSignal()]);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw usage(`--port takes a number from 1 to 65535, not "${text}".`);
}
