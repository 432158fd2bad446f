import { StepwellError } from '@stepwell/base/errors';
import { basename, resolve } from 'node:path';
import { connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { findRuns, readRun } from '../import/find-runs.ts';
import { sendRun } from '../import/send-run.ts';
import { printSecret } from '../run-key.ts';
import { readToken } from '../run-options.ts';
import { startStack } from '../stack/stack.ts';

/** Reads event files of TensorBoard and CSV logs, and stores each run that they hold as a logged run. */
export const importLogs = defineCommand(
  {
    name: 'import',
    summary: 'Store runs that were trained elsewhere: event files of TensorBoard, and CSV logs',
    arguments: 'DIR',
    options: {
      project: { type: 'string', value: 'NAME', help: "Name what they are runs of (default: the folder's name)" },
      url: { type: 'string', value: 'URL', help: 'Use this Stepwell service (default: start one on this machine)' },
      token: {
        type: 'string',
        value: 'TOKEN',
        help: "Set the service's upload token (default: STEPWELL_TOKEN)",
      },
    },
    example: 'stepwell import runs --project cars',
    notes: ["Each run's edit key is printed in a terminal. Where the output is piped, it goes to the standard error."],
  },
  async ({ values, positionals: [path, ...more] }) => {
    if (path === undefined || more.length > 0) throw usage('A folder with logs was expected: stepwell import DIR.');
    const places = await findRuns(path);
    const project = values.project ?? basename(resolve(path));
    const stack = values.url === undefined ? await startStack({ quiet: true }) : null;
    const client = connect(values.url ?? stack!.url, readToken(values.token));
    let failed = 0;
    try {
      for (const place of places) {
        try {
          const run = await readRun(place);
          for (const note of run.notes) process.stderr.write(`${place.name}: ${note}\n`);
          if (run.points.length === 0) {
            process.stderr.write(`${place.name}: there are no numbers in it, so it is left out.\n`);
            continue;
          }
          const { url, key } = await sendRun(client, project, run);
          if (!run.whole) failed++;
          const name = place.name === '' ? project : place.name;
          process.stdout.write(`${name}: ${run.points.length} points\n  ${url}\n`);
          printSecret('  key', key, process.stdout);
        } catch (error) {
          // One that can't be read keeps the others from nothing.
          if (!(error instanceof StepwellError) || error.code === 'unreachable') throw error;
          process.stderr.write(`${place.name}: ${error.message} [${error.code}]\n`);
          failed++;
        }
      }
      if (stack?.started === true) process.stdout.write('To open the links, run: npx stepwell serve\n');
    } finally {
      await stack?.stop();
    }
    return failed > 0 ? 2 : 0;
  },
);
