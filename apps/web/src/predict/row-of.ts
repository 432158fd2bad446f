import type { Row } from '../api/calls.ts';
import type { Column } from './column.ts';
import { sliderOf } from './slider.ts';

/** What is in the form's fields, by column; an empty text is a missing value. */
export type Typed = ReadonlyMap<string, string>;

const DAY = 86_400_000;

/** @returns what the form starts with: the middle of the training rows, and their most common categories. */
export function startOf(columns: readonly Column[]): Typed {
  return new Map(columns.map((column) => [column.name, startOfColumn(column)]));
}

function startOfColumn(column: Column): string {
  const { kind, range, categories } = column;
  switch (kind) {
    case 'numeric': {
      if (range === null) return '';
      const slider = sliderOf(range);
      return plainNumber(slider === null ? range.median : slider.valueAt(slider.positionOf(range.median)));
    }
    case 'date':
      return range === null ? '' : momentText(range.median, hasHours(range));
    case 'categorical':
      return categories?.[0] ?? '';
    case 'boolean':
      return 'false';
    default:
      return '';
  }
}

/** Multiples of them fill the unit interval evenly, whatever how many: the golden ratio's, and the plastic number's. */
const BY_ROW = 0.6180339887498949;
const BY_COLUMN = 0.7548776662466927;

/**
 * @param number of the row: each has another.
 * @returns a made-up row with values from all over the ranges seen in training, and any of the categories.
 */
export function madeUpRow(columns: readonly Column[], number: number): Typed {
  return new Map(
    columns.map((column, i) => [column.name, madeUp(column, ((number + 1) * BY_ROW + i * BY_COLUMN) % 1)]),
  );
}

function madeUp(column: Column, share: number): string {
  const { kind, range, categories } = column;
  if (kind === 'boolean') return String(share >= 0.5);
  if (kind === 'categorical') return categories?.[Math.floor(share * categories.length)] ?? '';
  if (range === null) return '';
  if (kind === 'date') return momentText(range.low + share * (range.high - range.low), hasHours(range));
  const slider = kind === 'numeric' ? sliderOf(range) : null;
  return slider === null ? startOfColumn(column) : plainNumber(slider.valueAt(Math.round(share * slider.last)));
}

/** @returns the row as the service takes it. */
export function rowOf(columns: readonly Column[], typed: Typed): Row {
  return Object.fromEntries(columns.map((column) => [column.name, valueOf(column, typed.get(column.name) ?? '')]));
}

function valueOf({ kind }: Column, typed: string): Row[string] {
  if (typed.trim() === '') return null;
  if (kind === 'boolean') return typed === 'true';
  if (kind !== 'numeric') return typed;
  const number = Number(typed);
  // Otherwise it may be written as in the training file, with a decimal comma or a currency: the service reads it.
  return Number.isFinite(number) ? number : typed;
}

/** Whether a column of dates has times of day. The median may lie between two days. */
export function hasHours({ low, high, median }: NonNullable<Column['range']>): boolean {
  return low % DAY !== 0 || high % DAY !== 0 || median % (DAY / 2) !== 0;
}

/** @returns a moment as a date field has it, in UTC; an empty text where no such field can hold it. */
export function momentText(moment: number, withHours: boolean): string {
  const date = new Date(moment);
  const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  // Years beyond 9999 begin with a sign.
  return /^\d{4}-/.test(iso) ? iso.slice(0, withHours ? 16 : 10) : '';
}

/** @returns a number as one would type it, without the noise of binary fractions. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}
