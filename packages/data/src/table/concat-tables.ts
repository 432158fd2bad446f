import { StepwellError } from '@stepwell/base/errors';
import type { ColumnReading } from '../values/reading.ts';
import { dateLabel } from '../values/dates.ts';
import { pixelsIn } from './image.ts';
import { asText } from './as-text.ts';
import { rereadColumn } from './reread-column.ts';
import {
  findColumn,
  isValues,
  type Column,
  type ImageColumn,
  type Table,
  type TextColumn,
  type ValueColumn,
} from './table.ts';

/** How features of svmlight are called. */
const FEATURE = /^f\d+$/;

/**
 * The rows of `below` put under those of `above`, column by column by name, in whatever order they stand there. Columns that only
 * `below` has are left out; numbers and dates that are written otherwise there are read.
 *
 * @param optional columns that `below` may lack; they are missing in its rows.
 * @throws {StepwellError} `test_table_mismatch` when a column of `above` is absent from `below` or of another kind.
 */
export function concatTables(above: Table, below: Table, optional: readonly string[] = []): Table {
  const isAbsent = ({ name }: Column) => findColumn(below, name) === undefined;
  // Rows of svmlight name what isn't 0 alone: a feature that none of them has is 0 in all.
  const isSparse = below.reading?.file.format === 'svmlight';
  const isZero = ({ name }: Column) => isSparse && FEATURE.test(name);
  const absent = above.columns.filter(
    (column) => isAbsent(column) && !isZero(column) && !optional.includes(column.name),
  );
  if (absent.length > 0) {
    throw mismatch(
      `The test file is missing ${absent.length} of the ${above.columns.length} columns: ${names(absent)}. It needs the same columns as the training file; only the target may be left out.`,
      absent,
    );
  }
  const readingOf = ({ reading }: Table, name: string) =>
    reading?.columns.find(({ column }) => column === name) ?? null;
  const columns = above.columns.map((column) => {
    const { name } = column;
    const other = findColumn(below, name) ?? filledColumn(name, below.rows, isZero(column) ? 0 : Number.NaN);
    const alike = readAlike(column, other, below.rows, {
      above: readingOf(above, name),
      below: readingOf(below, name),
    });
    return join(column, alike, above.rows, below.rows);
  });
  return { ...above, rows: above.rows + below.rows, columns };
}

function filledColumn(name: string, rows: number, value: number): Column {
  return { kind: 'numeric', name, values: new Float64Array(rows).fill(value) };
}

/**
 * Reads a column of the test file as the training file's was read: its numbers or dates may be written otherwise, or stand among
 * words there. Where no cell fits, it stays as it is.
 */
function readAlike(
  above: Column,
  below: Column,
  rows: number,
  readings: { above: ColumnReading | null; below: ColumnReading | null },
): Column {
  const isWritten = below.kind === 'categorical' || below.kind === 'date' || below.kind === 'numeric';
  if (!isWritten || below.kind === above.kind) return below;
  if (below.kind === 'numeric' && !below.values.some(Number.isFinite)) return below;
  if (below.kind === 'date' && (readings.below?.date?.unit ?? null) === null) return below;
  try {
    if (above.kind === 'numeric') return rereadColumn(below, rows, 'number', readings.below);
    if (above.kind !== 'date') return below;
    const { order = null, unit = null } = readings.above?.date ?? {};
    return rereadColumn(
      below,
      rows,
      `date${unit !== null ? `:${unit}` : order !== null ? `:${order}` : ''}`,
      readings.below,
    );
  } catch (error) {
    if (error instanceof StepwellError && error.code === 'unreadable_column') return below;
    throw error;
  }
}

function join(above: Column, below: Column, aboveRows: number, belowRows: number): Column {
  const empty = below.kind === 'numeric' && !below.values.some(Number.isFinite);
  if (above.kind === 'numeric' && below.kind === 'numeric') {
    return { ...above, values: joinValues(above.values, below.values) };
  }
  if (above.kind === 'date' && (below.kind === 'date' || empty)) {
    return { ...above, values: joinValues(above.values, empty ? new Float64Array(belowRows).fill(NaN) : below.values) };
  }
  if (above.kind === 'boolean' && (below.kind === 'boolean' || empty)) {
    const values = new Int8Array(aboveRows + belowRows).fill(-1);
    values.set(above.values);
    if (below.kind === 'boolean') values.set(below.values, aboveRows);
    return { ...above, values };
  }
  if (above.kind === 'categorical' && isValues(below)) {
    const codes = new Int32Array(aboveRows + belowRows);
    codes.set(above.codes);
    const categories = [...above.categories];
    const known = new Map(categories.map((category, code) => [category, code]));
    if (below.kind === 'boolean') {
      // A boolean column has lost how its cells were spelled: the "True" of the training file is "true" here.
      for (const truth of ['true', 'false']) {
        const code = categories.findIndex((category) => category.toLowerCase() === truth);
        if (code >= 0 && !known.has(truth)) known.set(truth, code);
      }
    }
    const encode = (label: string) => {
      const code = known.get(label) ?? categories.push(label) - 1;
      known.set(label, code);
      return code;
    };
    for (let row = 0; row < belowRows; row++) {
      codes[aboveRows + row] = encodeCell(below, row, encode);
    }
    return { ...above, categories, codes };
  }
  if (above.kind === 'text') return joinTexts(above, asText(below, belowRows));
  if (above.kind === 'categorical' && below.kind === 'text') return joinTexts(asText(above, aboveRows), below);
  if (above.kind === 'image' && below.kind === 'image') return joinImages(above, below);
  throw mismatch(
    `Column "${above.name}" is ${above.kind} in the training file and ${below.kind} in the test file. Use the same kind in both; check for stray text among numbers or dates.`,
    [above],
  );
}

function joinTexts(above: TextColumn, below: TextColumn): TextColumn {
  const stored = above.stores.reduce((sum, { starts }) => sum + starts.length - 1, 0);
  return { ...above, stores: [...above.stores, ...below.stores], at: joinPlaces(above.at, below.at, stored) };
}

function joinImages(above: ImageColumn, below: ImageColumn): ImageColumn {
  const [here, there] = [above, below].map(({ width, height, channels }) => `${width}×${height}×${channels}`);
  if (here !== there) {
    throw mismatch(
      `The images "${above.name}" are ${here} (width, height, channels) in the training file and ${there} in the test file. Scale the test images to the same size.`,
      [above],
    );
  }
  const stored = above.stores.reduce((sum, store) => sum + store.length, 0) / pixelsIn(above);
  return { ...above, stores: [...above.stores, ...below.stores], at: joinPlaces(above.at, below.at, stored) };
}

/** Rows of `below` are stored behind the `stored` rows of `above`. */
function joinPlaces(above: Int32Array, below: Int32Array, stored: number): Int32Array {
  const at = new Int32Array(above.length + below.length);
  at.set(above);
  for (let i = 0; i < below.length; i++) at[above.length + i] = stored + below[i]!;
  return at;
}

function joinValues(above: Float64Array, below: Float64Array): Float64Array {
  const values = new Float64Array(above.length + below.length);
  values.set(above);
  values.set(below, above.length);
  return values;
}

function encodeCell(column: ValueColumn, row: number, encode: (label: string) => number): number {
  switch (column.kind) {
    case 'numeric': {
      const value = column.values[row]!;
      return !Number.isFinite(value) ? -1 : encode(String(value));
    }
    case 'date': {
      const value = column.values[row]!;
      return !Number.isFinite(value) ? -1 : encode(dateLabel(value));
    }
    case 'boolean': {
      const value = column.values[row]!;
      return value < 0 ? -1 : encode(value === 1 ? 'true' : 'false');
    }
    case 'categorical': {
      const code = column.codes[row]!;
      return code < 0 ? -1 : encode(column.categories[code]!);
    }
  }
}

function mismatch(message: string, columns: Column[]): StepwellError {
  return new StepwellError('test_table_mismatch', message, {
    details: { columns: columns.slice(0, 20).map((column) => column.name) },
  });
}

function names(columns: Column[]): string {
  const shown = columns.slice(0, 5).map((column) => `"${column.name}"`);
  return shown.join(', ') + (columns.length > 5 ? ` and ${columns.length - 5} more` : '');
}
