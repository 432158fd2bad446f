import { join } from 'node:path';
import { connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { exitOfReport } from '../exit-codes.ts';
import { howToGoOn } from '../go-on.ts';
import { onInterrupt } from '../interrupt.ts';
import { printKey } from '../run-key.ts';
import { runToVerdict } from '../run-to-verdict.ts';
import { serveUntilStopped } from './serve.ts';
import { startStack } from '../stack/stack.ts';
import { PROJECT } from '../stack/wrangler.ts';
import { upload } from '../upload.ts';

const CARS = join(PROJECT, 'apps', 'web', 'public', 'examples', 'cars.csv');

/** Runs the cars example on this machine, then serves until stopped. */
export const start = defineCommand(
  {
    name: 'start',
    summary: 'Run the cars example on this machine, then keep serving',
    arguments: '',
    options: { exit: { type: 'boolean', help: 'End after the run' } },
    example: 'stepwell start --exit',
  },
  async ({ values }) => {
    const stack = await startStack();
    try {
      process.stdout.write('Example: predict how many miles per gallon a car gets\n');
      const client = connect(stack.url);
      const dataset = await upload(client, CARS);
      const request = { dataset: dataset.sha256, name: 'cars', target: ['miles_per_gallon'] };
      const { report } = await runToVerdict(client, request, {
        out: process.stdout,
        onCreated: ({ url, key }) => {
          printKey({ url, key }, process.stdout);
          onInterrupt(() => howToGoOn({ link: url, key, isLocal: stack.started }));
        },
      });
      onInterrupt(null);
      if (values.exit !== true) await serveUntilStopped(stack);
      return exitOfReport(report);
    } finally {
      await stack.stop();
    }
  },
);
