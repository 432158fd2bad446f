// Becomes `predict.mjs` of an exported model: see scripts/build-standalone.mjs.
import { readUpload } from '@stepwell/data/archive';
import { endedEarly } from '@stepwell/base/format';
import { openAsBlob } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { isParity, parity, parityError } from '../archive/parity.ts';
import { decodeSafetensors } from '../archive/safetensors.ts';
import { modelHeader, type Model } from '../model.ts';
import { historyRowsCsv } from '../forecast-history.ts';
import { predictFile } from '../predict-file.ts';
import { rowsOfJson } from '../rows-of-json.ts';
import { predictPlainly } from './predict-plainly.ts';

const USAGE = `node predict.mjs FILE [--out OUT.csv]   predict the rows of a file, as CSV; of a forecast, what comes next
node predict.mjs FILE --rows             of a forecast: the rows made of a history, for predict.py and ONNX
node predict.mjs --check                compare with the outputs in parity.json
`;

const beside = (name: string) => new URL(name, import.meta.url);

async function loadModel(): Promise<Model> {
  const header = modelHeader.parse(JSON.parse(await readFile(beside('model.json'), 'utf8')));
  const bytes = new Uint8Array(await readFile(beside('model.safetensors')));
  return { ...header, weights: decodeSafetensors(header.spec, bytes) };
}

async function check(): Promise<number> {
  const model = await loadModel();
  const asked = parity.parse(JSON.parse(await readFile(beside('parity.json'), 'utf8')));
  if (asked.rows.length === 0) {
    process.stderr.write('parity.json has no rows to check.\n');
    return 1;
  }
  const error = parityError(model, asked, predictPlainly(model, rowsOfJson(asked.rows, model.signature).table));
  const passes = isParity(error);
  process.stdout.write(
    `${asked.rows.length} rows ${passes ? 'agree' : "don't agree"}: the largest difference is ${error.toExponential(1)} of the output.\n`,
  );
  return passes ? 0 : 1;
}

async function predictTo(path: string, out: string | undefined): Promise<number> {
  const model = await loadModel();
  const body = (await openAsBlob(path)).stream();
  let csv = '';
  for await (const piece of predictFile(body, { model, predict: (table) => predictPlainly(model, table) }))
    csv += piece;
  if (out === undefined) process.stdout.write(csv);
  else await writeFile(out, csv);
  const failure = endedEarly(csv);
  if (failure === null) return 0;
  process.stderr.write(`predict.mjs: the predictions end too early: ${failure}\n`);
  return 1;
}

/** Writes the rows that a model of forecasts takes. */
async function writeRows(path: string): Promise<number> {
  const model = await loadModel();
  if (model.question.forecast === undefined) throw new Error('the model predicts rows as they are, and makes none.');
  const { table } = await readUpload((await openAsBlob(path)).stream(), { part: null });
  process.stdout.write(historyRowsCsv(model, table));
  return 0;
}

async function main(args: string[]): Promise<number> {
  if (args.length === 2 && args[1] === '--rows' && !args[0]!.startsWith('--')) return writeRows(args[0]!);
  if (args.length === 1 && args[0] === '--check') return check();
  const at = args.indexOf('--out');
  const out = at < 0 ? undefined : args[at + 1];
  const files = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
  if (files.length === 1 && !files[0]!.startsWith('--') && (at < 0 || out !== undefined)) {
    return predictTo(files[0]!, out);
  }
  process.stderr.write(USAGE);
  return 2;
}

// Whoever reads the output may close it early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`predict.mjs: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
