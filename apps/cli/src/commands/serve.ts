import { startStack, type Stack } from '../stack/stack.ts';

/** `stepwell serve`: the dashboard and the runs made here, until stopped. */
export async function serve(_argv: string[]): Promise<number> {
  const stack = await startStack();
  try {
    await serveUntilStopped(stack);
    return 0;
  } finally {
    await stack.stop();
  }
}

/** Waits for Ctrl-C, or for the service to end. */
export async function serveUntilStopped(stack: Stack): Promise<void> {
  process.stdout.write(`\nServing ${stack.url} (Ctrl-C stops).\n`);
  await Promise.race([
    stack.ended,
    new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.removeAllListeners(signal);
        process.once(signal, () => resolve());
      }
    }),
  ]);
}
