import { fileReadingOf } from '../../values/reading.ts';
import { StepwellError } from '@stepwell/base/errors';
import type { Table } from '../../table/table.ts';
import type { TableLimits } from '../../table/table-limits.ts';
import { CollectRows, type CollectedJson } from './collect-rows.ts';
import { jsonShape, TELLING, type JsonShape } from './json-shape.ts';
import { ReadObject } from './read-object.ts';
import { SplitJson, type JsonParts } from './split-json.ts';
import { TextLines } from './text-lines.ts';

/** Characters after which the layout is looked for at first. */
const FIRST_LOOK = 65_536;

/** A reader of one layout. */
interface LayoutReader {
  feed(piece: string): void;
  finish(): CollectedJson;
}

/**
 * Reads the table in JSON: an object or an array a line, an array of objects or of arrays, an object of arrays, or an object with
 * one array of objects in it. Columns are the union of all keys, in the order of their first row.
 *
 * @param pieces the decoded text, cut anywhere.
 * @returns the table, with how it was read.
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`.
 */
export async function readJson(
  pieces: AsyncIterable<string>,
  limits: TableLimits,
): Promise<{ table: Table; format: 'jsonl' | 'json' }> {
  let head = '';
  let nextLook = FIRST_LOOK;
  let shape: JsonShape | null = null;
  let reader: LayoutReader | null = null;
  for await (const piece of pieces) {
    if (reader !== null) {
      reader.feed(piece);
      continue;
    }
    head += piece;
    if (head.length < nextLook) continue;
    nextLook = Math.min(nextLook * 4, TELLING);
    shape = jsonShape(head, false);
    if (shape === null) continue;
    reader = readerOf(shape, limits);
    reader.feed(head);
    head = '';
  }
  if (reader === null) {
    shape = jsonShape(head, true) ?? 'none';
    reader = readerOf(shape, limits);
    reader.feed(head);
  }
  const { table, readings, notes, setAside } = reader.finish();
  const format = shape === 'lines' ? 'jsonl' : 'json';
  const said = notes.map((text) => ({ severity: 'info' as const, text }));
  const file = fileReadingOf(format, { decimal: '.', notes: said, setAside });
  return { table: { ...table, reading: { file, columns: readings } }, format };
}

function readerOf(shape: JsonShape, limits: TableLimits): LayoutReader {
  if (shape === 'none') {
    throw new StepwellError(
      'not_a_table',
      'The JSON holds no table. Upload one object a line, or an array of objects.',
    );
  }
  const rows = new CollectRows(limits);
  if (shape === 'lines') {
    const lines = new TextLines((line, number) => {
      if (line.trim() !== '') rows.push(line, number);
    });
    return readerBy(lines, rows);
  }
  if (shape === 'values') return readerBy(new SplitJson(partsOf(rows), 0), rows);
  if (shape === 'array') return readerBy(new SplitJson(onlyOne(partsOf(rows)), 1), rows);
  const object = new ReadObject(limits);
  return readerBy(new SplitJson(onlyOne(object), 2), object);
}

function readerBy(
  split: { feed(piece: string): void; end(): void },
  collect: { finish(): CollectedJson },
): LayoutReader {
  return {
    feed: (piece) => split.feed(piece),
    finish() {
      split.end();
      return collect.finish();
    },
  };
}

function partsOf(rows: CollectRows): JsonParts {
  return { open: () => {}, close: () => {}, value: (text) => rows.push(text, 0) };
}

/** Refuses what follows the one array or object. */
function onlyOne(parts: JsonParts): JsonParts {
  let level = 0;
  let ended = false;
  const check = () => {
    if (!ended) return;
    throw new StepwellError(
      'not_a_table',
      'The JSON goes on after its last bracket. Upload one array, or one object a line.',
    );
  };
  return {
    open(bracket, key) {
      check();
      level++;
      parts.open(bracket, key);
    },
    value(text, key) {
      check();
      parts.value(text, key);
    },
    close() {
      ended = --level === 0;
      parts.close();
    },
  };
}
