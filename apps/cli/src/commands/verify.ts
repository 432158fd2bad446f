import { formatCount } from '@stepwell/base/format';
import { readOptions } from '@stepwell/data/delimited';
import { checkReport, differenceWords, readForRun, requireRepeatable } from '@stepwell/model/check';
import { startEngine } from '@stepwell/model/node';
import type { Checked } from '@stepwell/workflow';
import type { InferRequestType } from 'hono/client';
import { parseArgs } from 'node:util';
import { ask, connect, type Client } from '../client.ts';
import { fetchOfRun } from '../fetch-of-run.ts';
import { readKeyed, readLink } from '../run-link.ts';
import { readFileOptions, RUN_OPTIONS, toDecimal, usage, type RunValues } from '../run-options.ts';
import { queryOf, readFiles } from '../upload.ts';

type NewCheck = InferRequestType<Client['api']['runs'][':id']['checks']['$post']>['json'];

const SYNOPSIS = 'stepwell verify URL --data FILE [--test FILE] [--attach [KEY]]';
/** What an upload may be asked for; all else is in the run's request. */
const OPTIONS = {
  data: { type: 'string', multiple: true },
  attach: { type: 'boolean', default: false },
  test: RUN_OPTIONS.test,
  sample: RUN_OPTIONS.sample,
  header: RUN_OPTIONS.header,
  delimiter: RUN_OPTIONS.delimiter,
  decimal: RUN_OPTIONS.decimal,
  missing: RUN_OPTIONS.missing,
  encoding: RUN_OPTIONS.encoding,
  comment: RUN_OPTIONS.comment,
  sheet: RUN_OPTIONS.sheet,
  misfits: RUN_OPTIONS.misfits,
  resize: RUN_OPTIONS.resize,
} as const;
/** Exit code where something differs. */
const DIFFERS = 1;

/**
 * `stepwell verify URL --data FILE`: makes a run again on this machine, from what the service says of it and the file, and compares
 * the fingerprint of the file, each decision, each point of each curve, the weights and the score. @returns the exit code.
 */
export async function verify(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: OPTIONS,
  });
  const [link, ...more] = positionals;
  if (link === undefined || (more.length > 0 && !values.attach) || values.data === undefined) {
    throw usage(`A run's link and its file were expected. Usage: ${SYNOPSIS}.`);
  }
  // Read before anything is trained: without the key, nothing can be attached.
  const { origin, id, key } = values.attach ? readKeyed(positionals, 0, SYNOPSIS) : { ...readLink(link), key: null };
  const report = await ask(() => connect(origin).api.runs[':id'].report.$get({ param: { id }, query: {} }));
  requireRepeatable(report);
  const test = values.test?.split(',');
  if (test !== undefined && report.spec.testDataset === undefined) {
    throw usage('This run has no test file: its test rows come from the file itself. Leave --test out.');
  }
  const read = await readForRun(
    report.spec,
    await named(values.data),
    test === undefined ? null : await named(test),
    askedOf(values),
  );
  for (const { name, here, run } of read.differs) {
    say(`data      ${name} isn't the file of this run: its fingerprint is ${short(here)}, the run's is ${short(run)}.`);
  }
  if (read.differs.length === 0) say('data      same fingerprint');
  const curves = await fetchOfRun({ origin, id }, 'curve.csv');
  await startEngine();
  const progress = progressLine();
  const checked = await checkReport(report, await curves.text(), read, progress.show);
  progress.clear();
  const isSameFile = read.differs.length === 0;
  const code = conclude(checked, isSameFile);
  if (key !== null && isSameFile) await attach({ origin, id, key }, report.spec, checked);
  else if (key !== null) say("attached  nothing: this isn't the file of the run");
  return code;
}

/** Attaches the check to the run, as the key holder's statement. */
async function attach(
  { origin, id, key }: { origin: string; id: string; key: string },
  { dataset, testDataset }: { dataset: string; testDataset?: string },
  { difference, sha256 }: Checked,
): Promise<void> {
  const json: NewCheck = {
    result: difference === null ? 'same' : 'different',
    where: {
      kind: 'terminal',
      name: 'Node',
      version: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    },
    weights: sha256,
    dataset,
    ...(testDataset === undefined ? {} : { testDataset }),
  };
  const options = { headers: { authorization: `Bearer ${key}` } };
  const { place } = await ask(() => connect(origin).api.runs[':id'].checks.$post({ param: { id }, json }, options));
  say(`attached  as your statement, in ${place}: whoever has the link sees it`);
}

function conclude({ decisions, fits, points, sha256, difference }: Checked, isSameFile: boolean): number {
  const counts = [
    formatCount(decisions, 'decision'),
    `${formatCount(points, 'curve point')} of ${formatCount(fits, 'fit')}`,
  ];
  say(`run       ${difference === null ? '' : 'up to the difference: '}${counts.join(', ')} are the same`);
  if (difference !== null) say(`differs   ${differenceWords(difference)}`);
  else if (sha256 !== null) say(`weights   same bits, sha256 ${sha256}`);
  const isSame = difference === null && isSameFile;
  say(
    isSame
      ? `checked   same bits, ${new Date().toISOString().slice(0, 10)}, in Node ${process.versions.node}`
      : 'checked   not the same. The run was made from another file, by another version of Stepwell, or was changed.',
  );
  return isSame ? 0 : DIFFERS;
}

async function named(files: readonly string[]) {
  return { name: files.join(', '), body: (await readFiles(files)).body };
}

/** The options as the service reads them from an upload's address. */
function askedOf(values: RunValues) {
  const reading = readFileOptions(values);
  const { missing, ...texts } = queryOf(reading);
  const options = { ...readOptions.omit({ missing: true }).parse(texts), missing };
  return { sample: toDecimal('sample', values.sample), reading, options };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function short(fingerprint: string): string {
  return `${fingerprint.slice(0, 12)}…`;
}

/** One line that is written over, where there is a terminal. */
function progressLine() {
  const { stderr } = process;
  return {
    show: ({ decisions, fits }: Checked) => {
      if (stderr.isTTY) stderr.write(`\r${formatCount(decisions, 'decision')}, ${formatCount(fits, 'fit')} checked `);
    },
    clear: () => {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
