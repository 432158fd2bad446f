import { StepwellError } from '@stepwell/base/errors';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../client.ts';
import { findRuns, readRun } from '../import/find-runs.ts';
import { sendRun } from '../import/send-run.ts';
import { readToken, usage } from '../run-options.ts';
import { startStack } from '../stack/stack.ts';

const SYNOPSIS = 'stepwell import DIR [--project NAME] [--url URL]';

/**
 * `stepwell import DIR`: reads event files of TensorBoard and CSV logs, and stores each run that they hold as a logged run.
 *
 * @returns the exit code: 2 if a run could not be read, or not all of it.
 */
export async function importLogs(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { project: { type: 'string' }, url: { type: 'string' }, token: { type: 'string' } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw usage(`A folder with logs was expected. Usage: ${SYNOPSIS}.`);
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
        process.stdout.write(
          `${place.name === '' ? project : place.name}: ${run.points.length} points\n  ${url}\n  key ${key}\n`,
        );
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
}
