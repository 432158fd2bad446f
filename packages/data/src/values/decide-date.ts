import type { CountedCells } from './counted-cells.ts';
import { openDate, readDate, unitOfClock, type DateFormat } from './date-format.ts';
import { isMissingAmongNumbers } from './missing-marks.ts';
import type { FileMarks } from './decide-number.ts';

/** How well dates fit a column. */
export interface DateFit {
  format: DateFormat;
  fitting: number;
  misfits: number;
  /** Whether day and month may as well be the other way round. */
  ambiguous: boolean;
  why: string;
}

/**
 * The order of day and month that a column of written dates has.
 *
 * A first number above 12 settles that the day comes first, a second one above 12 that the month does. Where no cell has
 * such a number: rows in time order under one reading only; then points between the numbers, or a semicolon or decimal
 * comma in the file, mean day first; else the month comes first, as in pandas.
 *
 * @returns null where no cell is a date.
 */
export function decideDate({ cells, counts, plain }: CountedCells, marks: FileMarks): DateFit | null {
  let [dayFirst, monthFirst, dotted, open, written, misfits] = [0, 0, 0, 0, 0, plain.count];
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (isMissingAmongNumbers(cell)) continue;
    const count = counts[i]!;
    const found = openDate(cell);
    if (found === null) {
      if (Number.isNaN(readDate(cell, null))) misfits += count;
      else written += count;
      continue;
    }
    open += count;
    if (found.separator === '.') dotted += count;
    if (found.first > 12) dayFirst += count;
    if (found.second > 12) monthFirst += count;
  }
  if (open === 0) {
    if (written === 0) return null;
    return { format: { order: null, unit: null }, fitting: written, misfits, ambiguous: false, why: '' };
  }
  const order = dayFirst > monthFirst ? 'day-first' : monthFirst > dayFirst ? 'month-first' : null;
  if (order !== null) {
    const odd = order === 'day-first' ? monthFirst : dayFirst;
    const why = `${order === 'day-first' ? 'the first' : 'the second'} number goes above 12`;
    return fitOf(cells, counts, { order, unit: null }, plain.count, odd > 0 && odd * 10 > open, why);
  }
  const sorted = sortedOrder(cells);
  const european = dotted > 0 || marks.delimiter === ';' || marks.decimal === ',';
  const guessed = sorted ?? (european ? 'day-first' : 'month-first');
  const why =
    sorted !== null
      ? 'only so are the rows in time order'
      : european
        ? `no number goes above 12; ${dotted > 0 ? 'points between the numbers' : 'semicolons or decimal commas'} suggest that the day comes first`
        : 'no number goes above 12, so the month is assumed to come first';
  return fitOf(cells, counts, { order: guessed, unit: null }, plain.count, sorted === null, why);
}

function fitOf(
  cells: readonly string[],
  counts: ArrayLike<number>,
  format: DateFormat,
  plain: number,
  ambiguous: boolean,
  why: string,
): DateFit {
  let [fitting, misfits] = [0, plain];
  for (let i = 0; i < cells.length; i++) {
    if (isMissingAmongNumbers(cells[i]!)) continue;
    if (Number.isNaN(readDate(cells[i]!, format.order))) misfits += counts[i]!;
    else fitting += counts[i]!;
  }
  return { format, fitting, misfits, ambiguous, why };
}

const MIN_SORTED = 8;

/** The only order in which distinct dates, in the order of their first rows, never go back; null if none or both. */
function sortedOrder(cells: readonly string[]): DateFormat['order'] {
  const dates = cells.filter((cell) => openDate(cell) !== null);
  if (dates.length < MIN_SORTED) return null;
  const isSorted = (order: DateFormat['order']) => {
    const moments = dates.map((cell) => readDate(cell, order));
    const steps = moments.slice(1).map((moment, i) => moment - moments[i]!);
    return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
  };
  const [dayFirst, monthFirst] = [isSorted('day-first'), isSorted('month-first')];
  return dayFirst === monthFirst ? null : dayFirst ? 'day-first' : 'month-first';
}

const DAY = 86_400_000;
/** A clock's numbers are dates if they span so much; a day, if their name speaks of time. */
const MIN_SPAN = 180 * DAY;
const NAMED_LIKE_TIME = /time|date|stamp|epoch|unix|created|updated|_at$|_ts$|^ts$|when|datum|zeit|fecha/i;
const MIN_CLOCK_ROWS = 20;

/**
 * What a column of plain whole numbers counts if they are dates: seconds and so on since 1970, between 1990 and 2050, that
 * span half a year and are mostly distinct, or span a day under a name that speaks of time; or years, months and days in one number.
 *
 * @returns null where they are just numbers.
 */
export function decideClock({ name, rows, cells, plain }: CountedCells): NonNullable<DateFormat['unit']> | null {
  if (plain.count < MIN_CLOCK_ROWS || !plain.whole || cells.some((cell) => !isMissingAmongNumbers(cell))) return null;
  if (plain.compactDates) return 'yyyymmdd';
  const unit = unitOfClock(plain.low, plain.high);
  if (unit === null) return null;
  const scale = { seconds: 1_000, milliseconds: 1, microseconds: 1e-3, nanoseconds: 1e-6 }[unit];
  const isNamed = NAMED_LIKE_TIME.test(name);
  if ((plain.high - plain.low) * scale < (isNamed ? DAY : MIN_SPAN)) return null;
  const isDistinct = plain.many || plain.spellings.size > rows / 2;
  return isNamed || isDistinct ? unit : null;
}
