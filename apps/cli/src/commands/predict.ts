import { endedEarly } from '@stepwell/base/format';
import { StepwellError } from '@stepwell/base/errors';
import { openRows, type Part } from '@stepwell/data/archive';
import { decodeModel, predict as predictRows, predictFile } from '@stepwell/model';
import { startEngine } from '@stepwell/model/node';
import { openAsBlob } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { ask, connect, sleep, waitOf } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { fetchOfRun } from '../fetch-of-run.ts';
import { checkOutputs, STDOUT, writePieces } from '../output.ts';
import { predictionsJson } from '../predictions-json.ts';
import { keyHeaders, readLink, WITH_KEY } from '../run-link.ts';
import { readFiles } from '../upload.ts';

const SYNOPSIS = 'stepwell predict URL|MODEL.swm FILE …';
/** Characters of a text that are sent at once; in UTF-8, each takes up to four bytes. */
const PART_CHARACTERS = 8_000_000;
const BYTES_OF_A_CHARACTER = 4;
/** Characters at the end of an answer that its last line fits into. */
const LAST_LINE = 10_000;

/**
 * Predicts the rows of a file with a run's model, by the service or, with `--local` or a model that was downloaded, on this machine.
 * The bits are the same.
 */
export const predict = defineCommand(
  {
    name: 'predict',
    summary: "Predict the rows of a file with a run's model",
    arguments: 'URL|MODEL.swm FILE …',
    options: {
      out: {
        type: 'string',
        value: 'OUT.csv',
        help: 'Write the predictions to a file, as CSV (default: the standard output)',
      },
      json: {
        type: 'string',
        value: 'FILE',
        help: 'Write them as JSON instead, an array with one object per row; - for the standard output',
      },
      part: {
        type: 'string',
        value: 'PART',
        choices: ['train', 'test'],
        help: 'Choose the part of a file that has several',
      },
      local: {
        type: 'boolean',
        help: 'Download the model and predict on this machine; the results are the same',
      },
      'with-key': WITH_KEY,
    },
    example: 'stepwell predict https://stepwell.example/r/RUN new-rows.csv --out predicted.csv',
    notes: [
      'Images may be a folder or several files. A model downloaded before (MODEL.swm) can stand in place of the link.',
    ],
  },
  async ({ values, positionals: [from, ...files] }) => {
    const { json, out = json === undefined ? STDOUT : undefined, part } = values;
    if (from === undefined || files.length === 0) {
      throw usage(`A run's link and a file were expected. Usage: ${SYNOPSIS}.`);
    }
    if (json !== undefined && out !== undefined) throw usage('--json takes the place of --out. Give one of them.');
    if (part !== undefined && part !== 'train' && part !== 'test') throw usage('--part takes train or test.');
    await checkOutputs({ out, json });
    const headers = keyHeaders(values['with-key'] === true);
    const ending: Ending = { why: null };
    const answers = untilFailure(
      predictions(from, { body: await bodyOf(files), part }, values.local === true, headers),
      ending,
    );
    const pieces = json === undefined ? answers : predictionsJson(answers);
    // Nothing is written where the first answer is an error.
    const first = await pieces.next();
    await writePieces(json ?? out ?? STDOUT, first.value ?? '', pieces);
    if (ending.why === null) return EXIT.done;
    process.stderr.write(`stepwell: the predictions end too early: ${ending.why}\n`);
    return EXIT.found;
  },
);

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
  const isOnePiece =
    !('limits' in signature) || signature.forecast !== null || signature.columns.some(({ kind }) => kind === 'image');
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

/** Why the answers end too early; null if they don't. */
interface Ending {
  why: string | null;
}

/** The same answers; an error behind the first of them ends them, and is noted, as is one that they tell of. */
async function* untilFailure(answers: AsyncGenerator<string, void>, ending: Ending): AsyncGenerator<string, void> {
  let end = '';
  try {
    for await (const text of answers) {
      yield text;
      end = (end + text).slice(-LAST_LINE);
    }
  } catch (error) {
    if (!(error instanceof StepwellError) || end === '') throw error;
    ending.why = `${error.message} [${error.code}]`;
    return;
  }
  ending.why = endedEarly(end);
}

async function readModel(path: string): Promise<ArrayBuffer> {
  const bytes = await readFile(path).catch(() => {
    throw usage(`"${path}" is neither a link to a run nor a file. Usage: ${SYNOPSIS}.`);
  });
  return new Uint8Array(bytes).buffer;
}
