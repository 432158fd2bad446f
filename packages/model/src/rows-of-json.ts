import { StepwellError } from '@stepwell/base/errors';
import { asBoolean, ColumnBuilder, readerOf, TextBuilder, type Column, type Table } from '@stepwell/data/table';
import { countedDate, isMissingAmongNumbers } from '@stepwell/data/values';
import { foreign, spelledAsInTraining } from './align.ts';
import type { Signature, SignatureColumn } from './signature.ts';

/** A row: values by column. Numbers, texts, true and false, or null for missing. */
export type JsonRow = Readonly<Record<string, string | number | boolean | null>>;

const MISSING = 'missing:';

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
  if (absent.size === columns.length) throw foreign('rows have', columns);
  const unreadable = new Map<string, Set<number>>();
  const read = columns.map((of) => {
    const failed = new Set<number>();
    const cells = rows.map((row) => (Object.hasOwn(row, of.name) ? row[of.name]! : null));
    const column = columnOf(cells, of, failed);
    if (failed.size > 0) unreadable.set(of.name, failed);
    return spelledAsInTraining(column, of);
  });
  return { table: { rows: rows.length, columns: read }, absent, unreadable };
}

function columnOf(cells: JsonRow[string][], of: SignatureColumn, failed: Set<number>): Column {
  const { name, kind } = of;
  const words = of.read.filter((how) => how.startsWith(MISSING)).map((how) => how.slice(MISSING.length));
  const isGone = (cell: JsonRow[string]) =>
    cell === null ||
    words.includes(String(cell)) ||
    (typeof cell === 'string' && (cell.trim() === '' || isMissingAmongNumbers(cell.trim())));
  switch (kind) {
    case 'numeric':
    case 'date': {
      const read = readerOf({ kind, number: of.number, date: of.date });
      const values = Float64Array.from(cells, (cell, row) => {
        if (isGone(cell)) return Number.NaN;
        const value = typeof cell === 'string' ? read(cell.trim()) : valueOf(Number(cell), of);
        if (!Number.isFinite(value)) failed.add(row);
        return value;
      });
      return { kind, name, values };
    }
    case 'boolean': {
      const values = Int8Array.from(cells, (cell, row) => {
        if (isGone(cell)) return -1;
        const truth = cell === 1 || cell === 0 ? cell === 1 : asBoolean(String(cell).trim());
        if (truth === null) failed.add(row);
        return truth === null ? -1 : truth ? 1 : 0;
      });
      return { kind, name, values };
    }
    case 'categorical': {
      const builder = new ColumnBuilder(name, 'names');
      // Among names "NA" may be one.
      const isName = (cell: JsonRow[string]) => typeof cell === 'string' && of.categories?.includes(cell) === true;
      for (const cell of cells) builder.push(isGone(cell) && !isName(cell) ? '' : String(cell));
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
        `"${name}" is an image, which rows of JSON can't hold. Send a zip of images instead; with a table in it for columns beside them.`,
      );
  }
}

/** A number as it is; a date counts as it did in the file, or else milliseconds since 1970. */
function valueOf(value: number, { kind, date }: SignatureColumn): number {
  return kind === 'date' && date !== null && date.unit !== null ? countedDate(value, date.unit) : value;
}
