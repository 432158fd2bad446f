import { countedDate, readDate } from '../values/date-format.ts';
import type { DecidedColumn } from '../values/decide-column.ts';
import { INFINITE } from '../values/decide-column.ts';
import { isMissingAmongNumbers } from '../values/missing-marks.ts';
import { PLAIN, readNumber } from '../values/number-format.ts';
import { plainNumber } from './plain-number.ts';
import type { BooleanColumn, CategoricalColumn, DateColumn, NumericColumn } from './table.ts';

type Decided = Pick<DecidedColumn, 'kind' | 'number' | 'date'>;

/** @returns how a text becomes a number or a moment in a column that was decided so; NaN where it doesn't fit. */
export function readerOf({ kind, number, date }: Decided): (text: string) => number {
  if (kind === 'date') {
    const unit = date?.unit ?? null;
    if (unit !== null) return (text) => countedDate(plainNumber(text)?.value ?? Number.NaN, unit);
    return (text) => readDate(text, date?.order ?? null);
  }
  const format = number ?? PLAIN;
  return (text) => (INFINITE.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : readNumber(text, format));
}

/** Reads the names of a column as numbers, dates or true and false. Those that don't fit become missing. */
export function columnOf(
  column: CategoricalColumn,
  decided: Decided,
): NumericColumn | DateColumn | BooleanColumn | CategoricalColumn {
  const { name, categories, codes } = column;
  switch (decided.kind) {
    case 'categorical':
      return column;
    case 'boolean': {
      const truths = categories.map((label) => asBoolean(label));
      const values = Int8Array.from(codes, (code) => {
        const truth = code < 0 ? null : truths[code]!;
        return truth === null ? -1 : truth ? 1 : 0;
      });
      return { kind: 'boolean', name, values };
    }
    case 'numeric':
    case 'date': {
      const read = readerOf(decided);
      const known = categories.map((label) => (isMissingAmongNumbers(label) ? Number.NaN : read(label)));
      const values = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : known[code]!));
      return { kind: decided.kind, name, values };
    }
  }
}

/** @returns what the label says, in any case; null for another. */
export function asBoolean(label: string): boolean | null {
  const lower = label.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
}
