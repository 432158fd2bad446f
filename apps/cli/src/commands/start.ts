import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../client.ts';
import { runToVerdict } from '../run-to-verdict.ts';
import { serveUntilStopped } from './serve.ts';
import { startStack } from '../stack/stack.ts';
import { PROJECT } from '../stack/wrangler.ts';
import { upload } from '../upload.ts';

const CARS = join(PROJECT, 'apps', 'web', 'public', 'examples', 'cars.csv');

/** `stepwell start [--exit]`: the whole workflow on the cars, here; then serves until stopped. */
export async function start(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { exit: { type: 'boolean', default: false } } });
  const stack = await startStack();
  try {
    process.stdout.write('How far does a car go on a gallon?\n');
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
