import { z } from 'zod';
import { parseDate } from './dates.ts';

/** How the dates of a column are written. */
export const dateFormat = z.object({
  /** Which number comes first where only numbers are written; null where that is clear: a month's name, ISO 8601, one number. */
  order: z.enum(['day-first', 'month-first']).nullable(),
  /** What one number counts; null for written dates. */
  unit: z.enum(['seconds', 'milliseconds', 'microseconds', 'nanoseconds', 'yyyymmdd']).nullable(),
});
export type DateFormat = z.infer<typeof dateFormat>;

const MONTHS: Record<string, number> = {
  jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, sept: 9, oct: 10, nov: 11, dec: 12,
  january: 1, february: 2, march: 3, april: 4, june: 6, july: 7, august: 8, september: 9, october: 10, november: 11,
  december: 12,
}; // prettier-ignore

const TIME =
  '(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?: ?([AaPp])\\.?[Mm]\\.?)?(?: ?(?:Z|UTC|GMT))?)?';
const NUMBERS = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`);
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`);
const DAY_NAMED = new RegExp(
  `^(?:[A-Za-z]{3,9},? )?(\\d{1,2})(?:st|nd|rd|th)?[- .]+([A-Za-z]{3,9})\\.?[-, .]+(\\d{4}|\\d{2})${TIME}$`,
);
const MONTH_NAMED = new RegExp(
  `^(?:[A-Za-z]{3,9},? )?([A-Za-z]{3,9})\\.?[- ](\\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\\d{4})${TIME}$`,
);

/** Two-digit years up to this one belong to this century (POSIX: 00 to 68 are 2000 to 2068). */
const LAST_SHORT_YEAR = 68;

/** A date's numbers where the order of day and month is open. */
export interface OpenDate {
  first: number;
  second: number;
  separator: string;
}

/** @returns the two numbers of a cell like 03/04/2021; null for any other. */
export function openDate(cell: string): OpenDate | null {
  const match = NUMBERS.exec(cell);
  return match === null ? null : { first: Number(match[1]), second: Number(match[3]), separator: match[2]! };
}

/**
 * Reads a written date: ISO 8601, year first with any separator, day and month in the order given, or with the month's
 * English name; with or without a time, of 24 or 12 hours. Without an offset it is in UTC.
 *
 * @returns milliseconds since 1970 in UTC; NaN where the cell is no date, or one that no calendar has.
 */
export function readDate(cell: string, order: DateFormat['order']): number {
  const iso = parseDate(cell);
  if (!Number.isNaN(iso)) return iso;
  const numbers = NUMBERS.exec(cell);
  if (numbers !== null) {
    const [day, month] = order === 'month-first' ? [3, 1] : [1, 3];
    return moment(longYear(numbers[4]!), Number(numbers[month]), Number(numbers[day]), numbers.slice(5));
  }
  const yearFirst = YEAR_FIRST.exec(cell);
  if (yearFirst !== null) {
    return moment(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]), yearFirst.slice(5));
  }
  const dayNamed = DAY_NAMED.exec(cell);
  if (dayNamed !== null) {
    return moment(longYear(dayNamed[3]!), monthOf(dayNamed[2]!), Number(dayNamed[1]), dayNamed.slice(4));
  }
  const monthNamed = MONTH_NAMED.exec(cell);
  if (monthNamed === null) return Number.NaN;
  return moment(Number(monthNamed[3]), monthOf(monthNamed[1]!), Number(monthNamed[2]), monthNamed.slice(4));
}

function monthOf(name: string): number {
  const lower = name.toLowerCase();
  return Object.hasOwn(MONTHS, lower) ? MONTHS[lower]! : Number.NaN;
}

function longYear(digits: string): number {
  if (digits.length === 4) return Number(digits);
  return Number(digits) <= LAST_SHORT_YEAR ? 2000 + Number(digits) : 1900 + Number(digits);
}

/** @param time hours, minutes, seconds, fraction and the letter of AM or PM, as written; undefined where left out. */
function moment(year: number, month: number, day: number, time: (string | undefined)[]): number {
  const [hourText, minute = '00', second = '00', fraction = '0', half] = time;
  let hour = Number(hourText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (Number.isNaN(month)) return Number.NaN;
  const two = (value: number) => String(value).padStart(2, '0');
  return parseDate(
    `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}.${fraction}`,
  );
}

const MILLISECONDS = { seconds: 1_000, milliseconds: 1, microseconds: 1e-3, nanoseconds: 1e-6 } as const;
/** Moments that clocks write: 1990 to 2050. */
const CLOCK_START = Date.UTC(1990, 0, 1);
const CLOCK_END = Date.UTC(2050, 0, 1);

/** @returns milliseconds since 1970 of a number that counts so; NaN where it is no date of a calendar. */
export function countedDate(value: number, unit: NonNullable<DateFormat['unit']>): number {
  if (unit !== 'yyyymmdd') return Math.floor(value * MILLISECONDS[unit]);
  if (!Number.isInteger(value) || value < 1_000_00_00 || value > 9999_12_31) return Number.NaN;
  const two = (number: number) => String(number).padStart(2, '0');
  return parseDate(`${Math.floor(value / 10_000)}-${two(Math.floor(value / 100) % 100)}-${two(value % 100)}`);
}

/** What whole numbers within [low, high] count if they are moments of a clock between 1990 and 2050; null if they aren't. */
export function unitOfClock(
  low: number,
  high: number,
): 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' | null {
  for (const unit of ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'] as const) {
    if (low * MILLISECONDS[unit] >= CLOCK_START && high * MILLISECONDS[unit] < CLOCK_END) return unit;
  }
  return null;
}
