import { endedEarly } from '@stepwell/base/format';
import { StepwellError } from '@stepwell/base/errors';
import { openRows, type Part } from '@stepwell/data/archive';
import { decodeModel, predict as predictRows, predictFile } from '@stepwell/model';
import { startEngine } from '@stepwell/model/node';
import { once } from 'node:events';
import { createWriteStream, openAsBlob } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { ask, connect, sleep, waitOf } from '../client.ts';
import { fetchOfRun } from '../fetch-of-run.ts';
import { keyHeaders, readLink } from '../run-link.ts';
import { usage } from '../run-options.ts';
import { readFiles } from '../upload.ts';

const SYNOPSIS = 'stepwell predict URL|MODEL.swm FILE... [--out OUT.csv] [--part train|test] [--local] [--with-key]';
/** Characters of a text that are sent at once; in UTF-8, each takes up to four bytes. */
const PART_CHARACTERS = 8_000_000;
const BYTES_OF_A_CHARACTER = 4;
/** Characters at the end of an answer that its last line fits into. */
const LAST_LINE = 10_000;
/** Exit code where the answers end too early. */
const ENDED_EARLY = 1;

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
      part: { type: 'string' },
      local: { type: 'boolean', default: false },
      'with-key': { type: 'boolean', default: false },
    },
  });
  const [from, ...files] = positionals;
  const { part } = values;
  if (from === undefined || files.length === 0) {
    throw usage(`A run's link and a file were expected. Usage: ${SYNOPSIS}.`);
  }
  if (part !== undefined && part !== 'train' && part !== 'test') throw usage('--part takes train or test.');
  const headers = keyHeaders(values['with-key']);
  const answers = predictions(from, { body: await bodyOf(files), part }, values.local, headers);
  // Nothing is written where the first answer is an error.
  const first = await answers.next();
  const out = values.out === undefined ? process.stdout : createWriteStream(values.out);
  const failure = await write(first.value ?? '', answers, out);
  if (out !== process.stdout) {
    out.end();
    await once(out, 'finish');
  }
  if (failure === null) return 0;
  process.stderr.write(`stepwell: the predictions end too early: ${failure}\n`);
  return ENDED_EARLY;
}

/** One file as it is; several, or a folder of images, as a zip. */
async function bodyOf(files: string[]): Promise<Blob> {
  const [file, ...more] = files;
  const found = await stat(file!).catch(() => {
    throw usage(`There is no file "${file}". Check its path.`);
  });
  if (more.length > 0 || found.isDirectory()) return (await readFiles(files)).body;
  return openAsBlob(file!);
}

/** A file to predict, and the part of it if it has several. */
interface Sent {
  body: Blob;
  part: Part | undefined;
}

async function* predictions(
  from: string,
  sent: Sent,
  isLocal: boolean,
  headers: Record<string, string>,
): AsyncGenerator<string, void> {
  if (!URL.canParse(from)) return yield* predictHere(await readModel(from), sent);
  const run = readLink(from);
  if (isLocal) return yield* predictHere(await (await fetchOfRun(run, 'model', { headers })).arrayBuffer(), sent);
  yield* predictThere(run, sent, headers);
}

async function* predictHere(bytes: ArrayBuffer, { body, part }: Sent): AsyncGenerator<string, void> {
  const model = decodeModel(bytes);
  await startEngine();
  yield* predictFile(body.stream(), { model, part, predict: (table) => predictRows(model, table) });
}

/** Predictions of the service: of a text in as many requests as it takes, of other formats in one. */
async function* predictThere(
  run: ReturnType<typeof readLink>,
  { body, part }: Sent,
  headers: Record<string, string>,
): AsyncGenerator<string, void> {
  const { origin, id } = run;
  const signature = await ask(() => connect(origin).api.runs[':id'].signature.$get({ param: { id } }, { headers }));
  // An older service names no limits.
  const isOnePiece = !('limits' in signature) || signature.columns.some(({ kind }) => kind === 'image');
  // A text has no parts: the service refuses it.
  const rows = isOnePiece || part !== undefined ? null : await openRows(body.stream());
  if (rows === null) {
    yield* answersTo(run, part === undefined ? '' : `?part=${part}`, headers, body);
    return;
  }
  const { limits } = signature;
  const characters = Math.min(PART_CHARACTERS, Math.floor(limits.bytes / BYTES_OF_A_CHARACTER));
  let isFirst = true;
  for await (const text of rows.parts({ rows: limits.rows, characters })) {
    for (let done = 0; done === 0 || done < text.rows; done += limits.rows) {
      const query = `?skip=${text.skip + done}&first=${text.first + done}&rows=${limits.rows}`;
      const pieces = answersTo(run, query, headers, new Blob([text.text]));
      const end = yield* isFirst ? pieces : withoutHead(pieces);
      isFirst = false;
      if (endedEarly(end) !== null) return;
    }
  }
}

/** Asks for predictions, and waits where the service asks to. @returns the end of the answer. */
async function* answersTo(
  run: ReturnType<typeof readLink>,
  query: string,
  headers: Record<string, string>,
  body: Blob,
): AsyncGenerator<string, string> {
  const init = { method: 'POST', body, headers: { ...headers, 'content-type': 'text/csv' } };
  let answer: Response | null = null;
  while (answer === null) {
    answer = await fetchOfRun(run, `predict${query}`, init).catch(async (error: unknown) => {
      const wait = error instanceof StepwellError && error.code === 'rate_limited' ? waitOf(error) : null;
      if (wait === null) throw error;
      await sleep(wait);
      return null;
    });
  }
  const decoder = new TextDecoder();
  let end = '';
  try {
    for await (const bytes of answer.body ?? []) {
      const text = decoder.decode(bytes, { stream: true });
      end = (end + text).slice(-LAST_LINE);
      yield text;
    }
  } catch (cause) {
    throw new StepwellError('unreachable', 'The connection was lost before all rows were predicted. Try again.', {
      cause,
    });
  }
  return end;
}

/** The same without the first line, which every part has. */
async function* withoutHead(pieces: AsyncGenerator<string, string>): AsyncGenerator<string, string> {
  let head: string | null = '';
  for (;;) {
    const { value, done } = await pieces.next();
    if (done === true) return value;
    if (head === null) {
      yield value;
      continue;
    }
    head += value;
    const end = headEnd(head);
    if (end < 0) continue;
    yield head.slice(end);
    head = null;
  }
}

/** Where the first line ends; names of columns may have line breaks between quotes. */
function headEnd(csv: string): number {
  let isQuoted = false;
  for (let i = 0; i < csv.length; i++) {
    if (csv[i] === '"') isQuoted = !isQuoted;
    else if (csv[i] === '\n' && !isQuoted) return i + 1;
  }
  return -1;
}

/** Writes answers as they come. @returns why they end too early; null if they don't. */
async function write(first: string, others: AsyncGenerator<string, void>, out: Writable): Promise<string | null> {
  let end = '';
  const put = async (text: string) => {
    end = (end + text).slice(-LAST_LINE);
    if (!out.write(text)) await once(out, 'drain');
  };
  await put(first);
  try {
    for await (const text of others) await put(text);
  } catch (error) {
    if (!(error instanceof StepwellError)) throw error;
    return `${error.message} [${error.code}]`;
  }
  return endedEarly(end);
}

async function readModel(path: string): Promise<ArrayBuffer> {
  const bytes = await readFile(path).catch(() => {
    throw usage(`"${path}" is neither a link to a run nor a file. Usage: ${SYNOPSIS}.`);
  });
  return new Uint8Array(bytes).buffer;
}
