import type { Report } from '@stepwell/workflow';
import { ERROR_CODES, isErrorCode, StepwellError } from '@stepwell/workflow/errors';
import { runSpec } from '@stepwell/workflow/spec';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connect } from '../client.ts';
import { runToVerdict, type RunRequest } from '../run-to-verdict.ts';
import { startStack } from '../stack/stack.ts';
import { upload } from '../upload.ts';

const OPTIONS = {
  target: { type: 'string' },
  test: { type: 'string' },
  drop: { type: 'string', multiple: true },
  measure: { type: 'string' },
  protocol: { type: 'string' },
  folds: { type: 'string' },
  seed: { type: 'string' },
  effort: { type: 'string' },
  'go-on': { type: 'boolean' },
  url: { type: 'string' },
  json: { type: 'string' },
  predictions: { type: 'string' },
  'step-minibatches': { type: 'string' },
} as const;

/** `stepwell run FILE --target COL …`: uploads, chains the steps, prints the verdict. Resolves to the exit code. */
export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  const [file, extra] = positionals;
  if (file === undefined || extra !== undefined) throw usage('Name one file: stepwell run FILE --target COL');
  if (values.target === undefined) throw usage('Say which column to predict: --target COL');
  const stack = values.url === undefined ? await startStack({ quiet: true }) : null;
  const url = values.url ?? stack!.url;
  try {
    const client = connect(url);
    const dataset = await upload(client, file);
    const test = values.test === undefined ? undefined : await upload(client, values.test);
    const columns = dataset.columns.map((column) => column.name);
    const request = readRequest({
      dataset: dataset.sha256,
      testDataset: test?.sha256,
      name: file.split('/').at(-1),
      target: splitNames(values.target, columns),
      drop: (values.drop ?? []).flatMap((names) => splitNames(names, columns)),
      measure: values.measure,
      protocol: values.protocol,
      folds: toNumber('folds', values.folds),
      seed: toNumber('seed', values.seed),
      effort: values.effort,
      goOn: values['go-on'],
    });
    const { report, predictions } = await runToVerdict(client, request, {
      out: process.stdout,
      minibatches: toNumber('step-minibatches', values['step-minibatches']),
      wantPredictions: values.predictions !== undefined,
    });
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
    if (values.predictions !== undefined) {
      if (predictions !== null) await writeFile(values.predictions, predictions);
      else
        process.stderr.write(`No predictions were written to ${values.predictions}: the run ended before the test.\n`);
    }
    if (stack?.started) process.stdout.write('The link opens while "npx stepwell serve" runs.\n');
    return exitCodeOf(report);
  } finally {
    await stack?.stop();
  }
}

/** A verdict is a success, whatever it says; a run that failed exits as its error does. */
function exitCodeOf({ run: { failure } }: Report): number {
  if (failure === null) return 0;
  return isErrorCode(failure.code) ? ERROR_CODES[failure.code].exit : ERROR_CODES.internal.exit;
}

function readRequest(spec: Record<string, unknown>): RunRequest {
  const parsed = runSpec.safeParse(Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usage(`--${issue!.path.join('.')}: ${issue!.message}`);
}

/** Names separated by commas; a name that itself holds a comma is taken whole when the table has such a column. */
function splitNames(text: string, columns: string[]): string[] {
  return columns.includes(text) ? [text] : text.split(',').map((name) => name.trim());
}

function toNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value)) throw usage(`--${option} takes a whole number, not "${text}".`);
  return value;
}

function usage(message: string): StepwellError {
  return new StepwellError('invalid_request', `${message} (stepwell --help shows the options)`);
}
