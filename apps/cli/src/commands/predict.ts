import { readUpload } from '@stepwell/data/archive';
import { alignTable, answersOf, decodeModel, notesOf, predict as predictRows, predictedCsv } from '@stepwell/model';
import { startEngine } from '@stepwell/model/node';
import { openAsBlob } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fetchOfRun } from '../fetch-of-run.ts';
import { keyHeaders, readLink } from '../run-link.ts';
import { usage } from '../run-options.ts';

const SYNOPSIS = 'stepwell predict URL|MODEL.swm FILE [--out OUT.csv] [--local] [--with-key]';

/**
 * `stepwell predict URL FILE`: predicts the rows of a file with a run's model, by the service or, with `--local` or a model that
 * was downloaded, on this machine. The bits are the same. @returns the exit code.
 */
export async function predict(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      local: { type: 'boolean', default: false },
      'with-key': { type: 'boolean', default: false },
    },
  });
  const [from, file, ...more] = positionals;
  if (from === undefined || file === undefined || more.length > 0) {
    throw usage(`A run's link and a file were expected. Usage: ${SYNOPSIS}.`);
  }
  const isFile = !URL.canParse(from);
  const headers = keyHeaders(values['with-key']);
  const body = await openAsBlob(file).catch(() => {
    throw usage(`There is no file "${file}". Check its path.`);
  });
  const csv =
    isFile || values.local
      ? await predictHere(
          isFile ? await readModel(from) : await (await get(from, 'model', headers)).arrayBuffer(),
          body,
        )
      : await (await get(from, 'predict', headers, body)).text();
  if (values.out === undefined) process.stdout.write(csv);
  else await writeFile(values.out, csv);
  return 0;
}

async function predictHere(bytes: ArrayBuffer, body: Blob): Promise<string> {
  const model = decodeModel(bytes);
  const { table, absent } = alignTable((await readUpload(body.stream(), { part: null })).table, model.signature);
  await startEngine();
  return predictedCsv(model, answersOf(model, predictRows(model, table)), notesOf(table, model.signature, absent));
}

async function readModel(path: string): Promise<ArrayBuffer> {
  const bytes = await readFile(path).catch(() => {
    throw usage(`"${path}" is neither a link to a run nor a file. Usage: ${SYNOPSIS}.`);
  });
  return new Uint8Array(bytes).buffer;
}

/** Asks the service of a run; with a body, for predictions of it. */
function get(link: string, what: 'model' | 'predict', headers: Record<string, string>, body?: Blob): Promise<Response> {
  const init =
    body === undefined ? { headers } : { method: 'POST', body, headers: { ...headers, 'content-type': 'text/csv' } };
  return fetchOfRun(readLink(link), what, init);
}
