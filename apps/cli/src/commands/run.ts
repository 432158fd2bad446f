import type { Report } from '@stepwell/workflow';
import { nameOfUrl } from '@stepwell/data/formats';
import { ERROR_CODES, isErrorCode } from '@stepwell/base/errors';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connect } from '../client.ts';
import { readFileOptions, readQuestion, readToken, RUN_OPTIONS, toDecimal, toNumber, usage } from '../run-options.ts';
import { readMarkdown, runToVerdict } from '../run-to-verdict.ts';
import { startStack } from '../stack/stack.ts';
import { isUrl } from '../fetch-file.ts';
import { uploadTest, uploadTrain } from '../upload-parts.ts';

/** `stepwell run FILE --target COL …`: uploads the file, runs the workflow, prints the verdict. @returns the exit code. */
export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: RUN_OPTIONS, allowPositionals: true });
  // The file is fetched here and uploaded: the service asks no other server for anything.
  const files = values.from === undefined ? positionals : [values.from];
  const [file] = files;
  if (values.from !== undefined && positionals.length > 0)
    throw usage('--from takes the place of FILE. Give one of them.');
  if (file === undefined) throw usage('No file was given. Usage: stepwell run FILE --target COL');
  if (values.target === undefined) throw usage('No target was given. Set the column to predict with --target COL');
  const stack = values.url === undefined ? await startStack({ quiet: true }) : null;
  const url = values.url ?? stack!.url;
  try {
    const client = connect(url, readToken(values.token));
    const sample = toDecimal('sample', values.sample);
    const reading = readFileOptions(values);
    const dataset = await uploadTrain(client, files, sample, reading);
    const test = await uploadTest(client, files, values.test?.split(','), dataset.parts, sample, reading);
    for (const note of dataset.reading?.file.notes ?? []) process.stderr.write(`${note.text}\n`);
    const request = readQuestion(
      values,
      { dataset: dataset.sha256, testDataset: test?.sha256, name: nameOfFile(file) },
      dataset.columns.map((column) => column.name),
    );
    const { report, predictions } = await runToVerdict(client, request, {
      out: process.stdout,
      minibatches: toNumber('step-minibatches', values['step-minibatches']),
      wantPredictions: values.predictions !== undefined,
      background: values.background ?? false,
    });
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
    if (values.markdown !== undefined) await writeFile(values.markdown, await readMarkdown(client, report.run.id));
    if (values.predictions !== undefined) {
      if (predictions !== null) await writeFile(values.predictions, predictions);
      else
        process.stderr.write(
          `Nothing was written to ${values.predictions}: the run ended before the test, so there are no predictions.\n`,
        );
    }
    if (stack?.started) process.stdout.write('To open the link, run: npx stepwell serve\n');
    return exitCodeOf(report);
  } finally {
    await stack?.stop();
  }
}

/** @returns the name of a file, by its path or its URL. */
function nameOfFile(file: string): string | undefined {
  return isUrl(file) && URL.canParse(file) ? nameOfUrl(new URL(file)) : file.split('/').at(-1) || undefined;
}

/** @returns 0 for a run that ended with a verdict; the exit code of the error for a run that failed. */
function exitCodeOf({ run: { failure } }: Report): number {
  if (failure === null) return 0;
  return isErrorCode(failure.code) ? ERROR_CODES[failure.code].exit : ERROR_CODES.internal.exit;
}
