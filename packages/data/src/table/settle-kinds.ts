import { parseDate } from './dates.ts';
import {
  isMissing,
  type BooleanColumn,
  type CategoricalColumn,
  type Column,
  type DateColumn,
  type NumericColumn,
  type Table,
} from './table.ts';

/**
 * Decides the kinds of columns from some of the rows, as if the others were not there: names that are numbers in all
 * of `rows` become numbers, those that are dates become dates, and those that are all true or false become boolean.
 * Cells of other rows that don't fit become missing.
 *
 * A column that is text stays text, since its cells were not kept.
 *
 * @param rows [n], int32: the rows that decide.
 */
export function settleKinds(table: Table, rows: Int32Array): Table {
  return { ...table, columns: table.columns.map((column) => settle(column, rows)) };
}

function settle(column: Column, rows: Int32Array): Column {
  if (column.kind !== 'categorical') return column;
  const used = new Set<number>();
  for (const row of rows) if (!isMissing(column, row)) used.add(column.codes[row]!);
  if (used.size === 0) return column;
  const labels = [...used].map((code) => column.categories[code]!);
  // Numbers among names were written as JavaScript writes them when the file was read.
  if (labels.every((label) => Number.isFinite(asNumber(label)))) return asNumeric(column);
  if (labels.every((label) => !Number.isNaN(parseDate(label)))) return asDates(column);
  return labels.every((label) => asBoolean(label) !== null) ? asBooleans(column) : column;
}

function asNumeric({ name, categories, codes }: CategoricalColumn): NumericColumn {
  const numbers = categories.map(asNumber);
  return {
    kind: 'numeric',
    name,
    values: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : numbers[code]!)),
  };
}

function asDates({ name, categories, codes }: CategoricalColumn): DateColumn {
  const moments = categories.map(parseDate);
  return {
    kind: 'date',
    name,
    values: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : moments[code]!)),
  };
}

function asBooleans({ name, categories, codes }: CategoricalColumn): BooleanColumn {
  const truths = categories.map(asBoolean);
  return {
    kind: 'boolean',
    name,
    values: Int8Array.from(codes, (code) => {
      const truth = code < 0 ? null : truths[code]!;
      return truth === null ? -1 : truth ? 1 : 0;
    }),
  };
}

function asNumber(label: string): number {
  return String(Number(label)) === label ? Number(label) : Number.NaN;
}

/** @returns what the label says, in any case; null for another. */
export function asBoolean(label: string): boolean | null {
  const lower = label.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
}
