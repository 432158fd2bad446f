import { StepwellError } from '@stepwell/base/errors';
import { openUpload, readUpload, UPLOAD_LIMITS, type Part } from '@stepwell/data/archive';
import { readDelimited, RowReader, type WrittenRow } from '@stepwell/data/delimited';
import { findColumn, type Column, type Table } from '@stepwell/data/table';
import type { ColumnReading } from '@stepwell/data/values';
import type { Predictions } from '@stepwell/metrics';
import { alignTable } from './align.ts';
import { answersOf } from './answers.ts';
import { forecastCsv, forecastHistory, isHistory } from './forecast-history.ts';
import type { Model } from './model.ts';
import { notesOf } from './notes.ts';
import { errorLine, predictedCsv, predictedHead, predictedLines, type RowAnswer } from './predicted-csv.ts';
import { rowsOfJson } from './rows-of-json.ts';
import type { Signature } from './signature.ts';

/** Rows that are predicted at once, and their predictions: an answer takes some hundred bytes each until it is written. */
const AT_ONCE = 4_096;
const PREDICTIONS_AT_ONCE = 16_384;
/** Bytes of a delimited text on a machine of one's own. */
const ANY_BYTES = 1e15;

/** How the rows of a file are to be predicted. */
export interface FilePrediction {
  model: Model;
  /** Predicts rows as the signature has them. */
  predict: (table: Table) => Predictions;
  /** The part of a file that has several, such as train and test images. */
  part?: Part | null | undefined;
  /** Rows at the beginning that only tell how the file is written. */
  skip?: number;
  /** The number of the first row after them. */
  first?: number;
  /** Rows after them that are answered; all without it. */
  rows?: number;
  /** Most rows that are answered; a file that has more of them ends with an error. */
  mostRows?: number;
  /** Most bytes of a delimited text, and of a file of another format. */
  mostBytes?: number;
  mostWholeBytes?: number;
  /** Checks how many rows a file of another format has. */
  checkRows?: (rows: number) => void;
}

/**
 * Predicts the rows of a file of any format, and writes the answers as CSV. Rows of a delimited text are read, predicted and
 * written one batch after the other; other formats are read whole.
 *
 * What is wrong with the file's beginning is thrown before anything is yielded. What comes later is written: a row that can't be
 * read has a note in place of a prediction, and where reading can't go on, a last line has "error" in place of a row's number.
 *
 * @throws {StepwellError} a code of the families "the file" and "the archive"; `unknown_column` or `test_table_mismatch`.
 */
export async function* predictFile(
  body: ReadableStream<Uint8Array>,
  asked: FilePrediction,
): AsyncGenerator<string, void> {
  const { model, predict, part = null, mostBytes = ANY_BYTES, mostWholeBytes = UPLOAD_LIMITS.maxBytes } = asked;
  const limits = { ...UPLOAD_LIMITS, maxBytes: mostBytes, toPredict: true };
  // The pixels of a text are columns that become one.
  const hasImage = model.signature.some(({ kind }) => kind === 'image');
  const whole = { part, limits: { ...limits, maxBytes: mostWholeBytes } };
  // A history is forecast from its end, so all of it is read.
  const isWhole = hasImage || model.question.forecast !== undefined;
  const upload = isWhole ? await readUpload(body, whole) : null;
  const opened =
    upload === null ? await openUpload(body, limits, mostWholeBytes, part) : { rows: null, table: upload.table };
  if (opened.rows !== null) {
    if (part === null) return yield* predictRows(opened.rows, asked);
    await opened.rows.close();
    throw withoutParts(part);
  }
  if (isHistory(model, opened.table)) {
    yield forecastCsv(model.question.forecast!, forecastHistory(model, opened.table, predict));
    return;
  }
  asked.checkRows?.(opened.table.rows);
  const { table, absent } = alignTable(opened.table, model.signature);
  const files = upload?.files ?? (upload?.format === 'images' ? namesIn(findColumn(upload.table, 'file')) : null);
  yield predictedCsv(model, answersOf(model, predict(table), table), notesOf(table, model.signature, absent), files);
  const unread = upload?.unread ?? [];
  if (unread.length === 0) return;
  const rows = unread.map(({ why }) => ({ answer: null, why: `not predicted: ${why}` }));
  yield predictedLines(
    model,
    rows,
    table.rows + 1,
    unread.map(({ file }) => file),
  );
}

function withoutParts(part: Part): StepwellError {
  return new StepwellError(
    'unknown_part',
    `The file is one table, but "${part}" of it was requested. Leave the part out, or send a file that has parts.`,
    { details: { wanted: part, parts: [] } },
  );
}

/** @returns the file of each image; null of none. */
function namesIn(column: Column | undefined): string[] | null {
  return column?.kind === 'categorical' ? Array.from(column.codes, (code) => column.categories[code]!) : null;
}

async function* predictRows(reader: RowReader, asked: FilePrediction): AsyncGenerator<string, void> {
  const { model, predict, skip = 0, first = 1 } = asked;
  const { rows: end = Number.POSITIVE_INFINITY, mostRows = Number.POSITIVE_INFINITY } = asked;
  const { question } = model;
  const width = (question.classes ?? question.labels ?? question.target).length;
  const atOnce = Math.max(1, Math.min(AT_ONCE, Math.floor(PREDICTIONS_AT_ONCE / width)));
  const batches = reader.batches();
  let head = predictedHead(model);
  let seen = 0;
  let number = first;
  try {
    // First: a row that is too long is none of those that tell how the file is written.
    let next = await batches.next();
    const signature = await asWritten(reader, model.signature);
    for (; next.done !== true; next = await batches.next()) {
      const batch = next.value;
      const wanted = batch.slice(Math.max(0, skip - seen));
      seen += batch.length;
      for (let at = 0; at < wanted.length;) {
        const done = number - first;
        if (done >= end) return;
        const left = Math.min(end, mostRows) - done;
        if (left <= 0) throw tooManyRows(mostRows);
        const some = wanted.slice(at, at + Math.min(atOnce, left));
        at += some.length;
        const rows = answerRows(reader.names, some, { ...model, signature }, predict);
        yield head + predictedLines(model, rows, number);
        head = '';
        number += some.length;
      }
    }
    if (head !== '') throw RowReader.noRows();
  } catch (error) {
    // Before the first answer the whole request fails.
    if (head !== '' || !(error instanceof StepwellError)) throw error;
    yield errorLine(model, error);
  } finally {
    await batches.return();
    await reader.close();
  }
}

/** Answers rows as they are written; those with another number of cells say so instead. */
function answerRows(
  names: readonly string[],
  rows: readonly WrittenRow[],
  model: Model,
  predict: FilePrediction['predict'],
): RowAnswer[] {
  const whole = rows.flatMap(({ cells }) =>
    cells === null ? [] : [Object.fromEntries(names.map((name, i) => [name, cells[i]!]))],
  );
  if (whole.length === 0) return rows.map((row) => misfit(row, names.length));
  const { table, absent, unreadable } = rowsOfJson(whole, model.signature);
  const answers = answersOf(model, predict(table), table);
  const notes = notesOf(table, model.signature, absent, unreadable);
  let next = 0;
  return rows.map((row): RowAnswer => {
    if (row.cells === null) return misfit(row, names.length);
    const i = next++;
    return { answer: answers[i]!, notes: notes[i]! };
  });
}

function misfit({ found }: WrittenRow, width: number): RowAnswer {
  const why = found === null ? 'a quote is never closed' : `the row has ${found} of ${width} cells`;
  return { answer: null, why: `not predicted: ${why}` };
}

/**
 * The signature with the file's own way of writing numbers and dates, where its beginning tells it; where not, they are written as in the
 * training file.
 *
 * @throws {StepwellError} as `alignTable` does, if the beginning isn't such a file's.
 */
async function asWritten(reader: RowReader, signature: Signature): Promise<Signature> {
  const { table } = await readDelimited(bytesOf(reader.beginning), UPLOAD_LIMITS, { encoding: 'utf-8' });
  alignTable(table, signature);
  const readings = new Map(table.reading?.columns.map((reading): [string, ColumnReading] => [reading.column, reading]));
  return signature.map((column) => {
    const found = readings.get(column.name);
    if (found === undefined || found.kind !== column.kind || found.doubtful || column.read.length > 0) return column;
    const { number, date } = found;
    const isPlain = number === null && hasFractions(findColumn(table, column.name));
    return { ...column, number: isPlain ? null : (number ?? column.number), date: date ?? column.date };
  });
}

/** Whole numbers are written alike in every way. */
function hasFractions(column: Column | undefined): boolean {
  return (
    column?.kind === 'numeric' && column.values.some((value) => Number.isFinite(value) && !Number.isInteger(value))
  );
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void> {
  yield new TextEncoder().encode(text);
}

function tooManyRows(mostRows: number): StepwellError {
  return new StepwellError(
    'body_too_large',
    `One request to this model predicts at most ${mostRows} rows of a file, and this one has more. The rows up to here are predicted. Send the others in further requests, or let the command line do it: stepwell predict URL FILE.`,
    { details: { limit: mostRows } },
  );
}
