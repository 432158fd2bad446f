import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../client.ts';
import { runToVerdict } from '../run-to-verdict.ts';
import { serveUntilStopped } from './serve.ts';
import { startStack } from '../stack/stack.ts';
import { PROJECT } from '../stack/wrangler.ts';
import { upload } from '../upload.ts';

const CARS = join(PROJECT, 'apps', 'web', 'public', 'examples', 'cars.csv');

/** `stepwell start [--exit]`: runs the cars example on this machine, then serves until stopped. @returns the exit code. */
export async function start(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { exit: { type: 'boolean', default: false } } });
  const stack = await startStack();
  try {
    process.stdout.write('Example: predict how many miles per gallon a car gets\n');
    const client = connect(stack.url);
    const dataset = await upload(client, CARS);
    const request = { dataset: dataset.sha256, name: 'cars', target: ['miles_per_gallon'] };
    const { report } = await runToVerdict(client, request, { out: process.stdout });
    const { status } = report.run;
    if (!values.exit) await serveUntilStopped(stack);
    return status === 'finished' ? 0 : 1;
  } finally {
    await stack.stop();
  }
}
