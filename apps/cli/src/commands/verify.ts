import { formatCount } from '@stepwell/base/format';
import { readOptions } from '@stepwell/data/delimited';
import { checkReport, differenceWords, readForRun, requireRepeatable, type OtherFile } from '@stepwell/model/check';
import { startEngine } from '@stepwell/model/node';
import type { Checked, Report } from '@stepwell/workflow';
import type { InferRequestType } from 'hono/client';
import { ask, connect, type Client } from '../client.ts';
import { defineCommand, type Options } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { fetchOfRun } from '../fetch-of-run.ts';
import { checkOutputs, streamBeside, writeJson } from '../output.ts';
import { readKeyed, readLink } from '../run-link.ts';
import { READING_OPTIONS, ROWS_OPTIONS, type RunValues } from '../run-option-list.ts';
import { readFileOptions, toDecimal } from '../run-options.ts';
import { queryOf, readFiles } from '../upload.ts';

type NewCheck = InferRequestType<Client['api']['runs'][':id']['checks']['$post']>['json'];

const SYNOPSIS = 'stepwell verify URL --data FILE [--test FILE] [--attach [KEY]]';
/** What an upload may be asked for; all else is in the run's request. */
const OPTIONS = {
  data: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'The file that the run was made from (required)',
  },
  attach: { type: 'boolean', help: "Attach the result to the run, as the key holder's statement" },
  json: {
    type: 'string',
    value: 'FILE',
    help: 'Write the result as JSON; - writes only that to the standard output',
  },
  ...ROWS_OPTIONS,
  ...READING_OPTIONS,
} as const satisfies Options;

/** Makes a run again on this machine, and compares. */
export const verify = defineCommand(
  {
    name: 'verify',
    summary: "Make a run again on this machine, and compare all of it to the weights' bits",
    arguments: 'URL --data FILE',
    options: OPTIONS,
    example: 'stepwell verify https://stepwell.example/r/RUN --data table.csv',
    notes: [
      "It compares the file's fingerprint, each decision, all curves, the weights and the score. Read the file with the options that the run was made with.",
      'With --attach, the edit key follows the link or is in STEPWELL_KEY.',
    ],
  },
  async ({ values, positionals }) => {
    const [link, ...more] = positionals;
    const attaches = values.attach === true;
    if (link === undefined || (more.length > 0 && !attaches) || values.data === undefined) {
      throw usage(`A run's link and its file were expected. Usage: ${SYNOPSIS}.`);
    }
    await checkOutputs({ json: values.json });
    // Read before anything is trained: without the key, nothing can be attached.
    const { origin, id, key } = attaches ? readKeyed(positionals, 0, SYNOPSIS) : { ...readLink(link), key: null };
    const say = sayTo(streamBeside(values.json));
    const report = await ask(() => connect(origin).api.runs[':id'].report.$get({ param: { id }, query: {} }));
    requireRepeatable(report);
    const { checked, differs } = await check({ origin, id }, report, values.data, values, say);
    const isSameFile = differs.length === 0;
    conclude(checked, isSameFile, say);
    let attached: string | null = null;
    if (key !== null && isSameFile) attached = await attach({ origin, id, key }, report.spec, checked, say);
    else if (key !== null) say("attached  nothing: this isn't the file of the run");
    const same = isSameFile && checked.difference === null;
    await writeJson(values.json, { same, otherFiles: differs, ...checked, attached });
    return same ? EXIT.done : EXIT.found;
  },
);

type Say = (line: string) => void;

/** Makes the run of a report again, and compares. */
async function check(
  { origin, id }: { origin: string; id: string },
  report: Report,
  data: string[],
  values: RunValues,
  say: Say,
): Promise<{ checked: Checked; differs: OtherFile[] }> {
  const test = values.test?.split(',');
  if (test !== undefined && report.spec.testDataset === undefined) {
    throw usage('This run has no test file: its test rows come from the file itself. Leave --test out.');
  }
  const read = await readForRun(
    report.spec,
    await named(data),
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
  return { checked, differs: read.differs };
}

/** Attaches the check to the run, as the key holder's statement. @returns where it was made. */
async function attach(
  { origin, id, key }: { origin: string; id: string; key: string },
  { dataset, testDataset }: { dataset: string; testDataset?: string },
  { difference, sha256 }: Checked,
  say: Say,
): Promise<string> {
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
  return place;
}

function conclude({ decisions, fits, points, sha256, difference }: Checked, isSameFile: boolean, say: Say): void {
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

function sayTo(out: NodeJS.WriteStream): Say {
  return (line) => out.write(`${line}\n`);
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
