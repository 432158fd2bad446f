import { percentile } from '@stepwell/metrics/statistics';
import { dateFormatOf, findColumn, isValues, labelAt, type Column, type Table } from '@stepwell/data/table';
import { PLAIN, type NumberFormat, type Reading } from '@stepwell/data/values';
import { lookOf } from './image-look.ts';
import type { Signature, SignatureColumn } from './signature.ts';

/** Categories that a signature keeps at most. */
const MOST_CATEGORIES = 1_000;

/**
 * Describes the columns that a model takes, from the rows it was trained on.
 *
 * @param table the development rows.
 * @param inputs the columns' names.
 * @param reading how the file was read; null where that isn't known.
 * @param read how columns were asked to be read, as in the spec.
 */
export function signatureOf(
  table: Table,
  inputs: readonly string[],
  reading: Reading | null,
  read: Readonly<Record<string, readonly string[]>> = {},
): Signature {
  return inputs.map((name): SignatureColumn => {
    const column = findColumn(table, name)!;
    const noted = reading?.columns.find((one) => one.column === name) ?? null;
    const asked = Object.hasOwn(read, name) ? read[name]! : [];
    const ranked = column.kind === 'categorical' ? rankedCategories(column, table.rows) : null;
    return {
      name,
      kind: column.kind,
      number: column.kind === 'numeric' ? numberOf(asked, noted?.number ?? null) : null,
      date: column.kind === 'date' ? dateOf(asked, noted?.date ?? null) : null,
      read: [...asked],
      range: rangeOf(column),
      categories: ranked?.slice(0, MOST_CATEGORIES) ?? null,
      more: (ranked?.length ?? 0) > MOST_CATEGORIES,
      size: column.kind === 'image' ? { height: column.height, width: column.width, channels: column.channels } : null,
      ...(column.kind === 'image' ? { look: lookOf(column) } : {}),
    };
  });
}

/** The decimal mark that was asked for comes before the one that was found. */
function numberOf(asked: readonly string[], noted: NumberFormat | null): NumberFormat | null {
  const how = asked.find((one) => one.startsWith('number:'));
  if (how === undefined) return noted;
  const decimal = how === 'number:decimal-comma' ? ',' : '.';
  const { thousands, ...rest } = noted ?? PLAIN;
  return { ...rest, decimal, thousands: thousands === decimal ? null : thousands };
}

/** What was asked of a date's reading comes before what was found. */
function dateOf(asked: readonly string[], noted: SignatureColumn['date']): SignatureColumn['date'] {
  const how = asked.find((one) => one.startsWith('date:'));
  return how === undefined ? noted : dateFormatOf(how);
}

function rangeOf(column: Column): SignatureColumn['range'] {
  if (column.kind !== 'numeric' && column.kind !== 'date') return null;
  const known = column.values.filter(Number.isFinite).sort();
  if (known.length === 0) return null;
  return { low: known[0]!, high: known.at(-1)!, median: percentile(known, 0.5) };
}

function rankedCategories(column: Column, rows: number): string[] {
  const counts = new Map<string, number>();
  for (let row = 0; isValues(column) && row < rows; row++) {
    const label = labelAt(column, row);
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([label]) => label);
}
