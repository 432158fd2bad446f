import { StepwellError } from '@stepwell/base/errors';
import { ColumnBuilder, parseDate, TextBuilder, type Column, type Table } from '@stepwell/data/table';
import { readDate, readNumber } from '@stepwell/data/values';
import { settle } from './align.ts';
import type { Signature, SignatureColumn } from './signature.ts';

/** A row: values by column. Numbers, texts, true and false, or null for missing. */
export type JsonRow = Readonly<Record<string, string | number | boolean | null>>;

const PLAIN = { decimal: '.', thousands: null, affix: null, symbol: null } as const;
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);

/** Rows as the signature has them. */
export interface ReadRows {
  table: Table;
  /** Columns that none of the rows has. */
  absent: Set<string>;
  /** By column, rows whose cell couldn't be read and counts as missing. */
  unreadable: Map<string, Set<number>>;
}

/**
 * Reads rows of JSON as the training file was read: a number may also be a text, written as it was there.
 *
 * @throws {StepwellError} `unknown_column` if the rows have none of the model's columns; `unsupported_media_type` for images.
 */
export function rowsOfJson(rows: readonly JsonRow[], columns: Signature): ReadRows {
  const absent = new Set(
    columns.map(({ name }) => name).filter((name) => !rows.some((row) => Object.hasOwn(row, name))),
  );
  if (absent.size === columns.length) {
    throw new StepwellError(
      'unknown_column',
      `The rows have none of the model's columns. It takes ${columns
        .slice(0, 5)
        .map(({ name }) => `"${name}"`)
        .join(', ')}${columns.length > 5 ? ' …' : ''}.`,
      { details: { columns: columns.slice(0, 50).map(({ name }) => name) } },
    );
  }
  const unreadable = new Map<string, Set<number>>();
  const read = columns.map((of) => {
    const failed = new Set<number>();
    const cells = rows.map((row) => (Object.hasOwn(row, of.name) ? row[of.name]! : null));
    const column = columnOf(cells, of, failed);
    if (failed.size > 0) unreadable.set(of.name, failed);
    return settle(column, rows.length, of);
  });
  return { table: { rows: rows.length, columns: read }, absent, unreadable };
}

function columnOf(cells: JsonRow[string][], of: SignatureColumn, failed: Set<number>): Column {
  const { name, kind } = of;
  const isGone = (cell: JsonRow[string]) =>
    cell === null ||
    of.missing.includes(String(cell)) ||
    (typeof cell === 'string' && MISSING.has(cell.trim().toLowerCase()));
  switch (kind) {
    case 'numeric':
    case 'date': {
      const values = Float64Array.from(cells, (cell, row) => {
        if (isGone(cell)) return Number.NaN;
        const value = kind === 'numeric' ? numberOf(cell, of) : momentOf(cell, of);
        if (!Number.isFinite(value)) failed.add(row);
        return value;
      });
      return { kind, name, values };
    }
    case 'boolean': {
      const values = Int8Array.from(cells, (cell, row) => {
        if (isGone(cell)) return -1;
        const word = String(cell).trim().toLowerCase();
        if (word === 'true' || word === '1') return 1;
        if (word === 'false' || word === '0') return 0;
        failed.add(row);
        return -1;
      });
      return { kind, name, values };
    }
    case 'categorical': {
      const builder = new ColumnBuilder(name, 'names');
      for (const cell of cells) builder.push(isMissingName(cell, of) ? '' : String(cell));
      return builder.finish().column;
    }
    case 'text': {
      const builder = new TextBuilder(name);
      for (const cell of cells) builder.push(cell === null ? '' : String(cell));
      return builder.finish();
    }
    case 'image':
      throw new StepwellError(
        'unsupported_media_type',
        `"${name}" is an image, which rows of JSON can't hold. Send a zip of images instead.`,
      );
  }
}

/** Among names "NA" may be one. */
function isMissingName(cell: JsonRow[string], { missing, categories }: SignatureColumn): boolean {
  if (cell === null || missing.includes(String(cell))) return true;
  return MISSING.has(String(cell).trim().toLowerCase()) && categories?.includes(String(cell)) !== true;
}

function numberOf(cell: JsonRow[string], { number }: SignatureColumn): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  return readNumber(String(cell).trim(), number ?? PLAIN);
}

function momentOf(cell: JsonRow[string], { date }: SignatureColumn): number {
  if (typeof cell === 'number') return date?.unit == null ? cell : countedMoment(cell, date.unit);
  const text = String(cell).trim();
  const iso = parseDate(text);
  return Number.isNaN(iso) ? readDate(text, date?.order ?? null) : iso;
}

const MILLISECONDS = { seconds: 1_000, milliseconds: 1, microseconds: 1e-3, nanoseconds: 1e-6 } as const;

function countedMoment(value: number, unit: NonNullable<NonNullable<SignatureColumn['date']>['unit']>): number {
  if (unit !== 'yyyymmdd') return Math.floor(value * MILLISECONDS[unit]);
  const text = String(value);
  return parseDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`);
}
