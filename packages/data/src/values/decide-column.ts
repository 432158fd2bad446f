import type { CountedCells } from './counted-cells.ts';
import { decideClock, decideDate, type DateFit } from './decide-date.ts';
import { decideNumber, type FileMarks, type NumberFit } from './decide-number.ts';
import type { DateFormat } from './date-format.ts';
import { isMissingAmongNumbers, missingWords } from './missing-marks.ts';
import { numberParts, readClock, type NumberFormat } from './number-format.ts';
import type { Alternative } from './reading.ts';

/** What a column holds, decided from its distinct cells. */
export interface DecidedColumn {
  kind: 'numeric' | 'date' | 'boolean' | 'categorical';
  number: NumberFormat | null;
  date: DateFormat | null;
  /** In a few words; empty for plain cells. */
  format: string;
  why: string;
  doubtful: boolean;
  alternatives: Alternative[];
}

/** Of the cells present, the share that must fit before the others are set aside. */
export const FITTING_SHARE = 0.9;
/** Fewer odd cells than this never make a column of numbers one of names. */
export const INFINITE = /^[+-]?inf(?:inity)?$/i;
const LEADING_ZERO = /^-?0\d/;
const CODE_LIKE_EXPONENT = /^\d+[eE]\d+$/;
const LONG_WHOLE = /^-?\d{16,}$/;
/** A unit is believed where so many different numbers stand before it: "2WD" and "4WD" are names. */
const MIN_NUMBERS_OF_A_UNIT = 5;
/** … or a fraction. */
const DECIMAL = /\d[.,]\d/;
/** Codes repeat: as many distinct spellings at most, and as many rows for each at least. */
const MOST_CODES = 50;
const MIN_ROWS_A_CODE = 5;

/**
 * Decides what a column holds and how it is written, from its distinct cells.
 *
 * In this order: dates; names, if zeros in front or at the end set equal numbers apart (007, 250.0 beside 250.00), if exponents
 * look like codes (5E1), or if whole numbers have more digits than a float64 holds; numbers, if 90 % of the cells present
 * are written in one format; true and false; names.
 */
export function decideColumn(counted: CountedCells, marks: FileMarks): DecidedColumn {
  const { cells, counts, plain } = counted;
  const [odd, missing] = countOdd(cells, counts);
  const present = plain.count + odd;
  if (odd === 0) return decidePlain(counted, marks);
  const infinite = countWhere(counted, (cell) => INFINITE.test(cell));
  const date = decideDate(counted, marks);
  if (date !== null && date.fitting >= FITTING_SHARE * (present - infinite)) return dateColumn(date);
  const codes = codesIn(counted, present);
  if (codes !== null) return { ...names(), why: codes, alternatives: [asNumber] };
  const number = decideNumber(counted, marks);
  const clock = countWhere(counted, (cell) => !Number.isNaN(readClock(cell)));
  if (clock >= FITTING_SHARE * present) {
    const format: NumberFormat = { decimal: '.', thousands: null, affix: 'clock', symbol: null };
    return { ...empty('numeric'), number: format, format: 'time in hours', alternatives: [asNames] };
  }
  const fitting = (number?.fitting ?? plain.count) + infinite;
  if (fitting >= FITTING_SHARE * present && isBelieved(number, counted)) return numberColumn(number);
  if (plain.count === 0 && cells.every((cell) => missing.has(cell) || isTruth(cell))) return empty('boolean');
  const mixed = fitting > present / 2 ? [asNumber] : [];
  return { ...names(), alternatives: mixed };
}

const asNumber: Alternative = { read: 'number', why: 'cells that are no numbers count as missing' };
const asNames: Alternative = { read: 'category', why: 'cells are names' };

function empty(kind: DecidedColumn['kind']): DecidedColumn {
  return { kind, number: null, date: null, format: '', why: '', doubtful: false, alternatives: [] };
}

/** Names, whatever they look like. */
export const NAMES: DecidedColumn = empty('categorical');

function names(): DecidedColumn {
  return empty('categorical');
}

function countOdd(cells: readonly string[], counts: ArrayLike<number>): [number, Set<string>] {
  const missing = missingWords(cells);
  let odd = 0;
  for (let i = 0; i < cells.length; i++) {
    if (!missing.has(cells[i]!) && !isMissingAmongNumbers(cells[i]!)) odd += counts[i]!;
  }
  // Where nothing but marks stands beside names, "-" and "unknown" are names as well.
  return [odd, missing];
}

function countWhere({ cells, counts }: CountedCells, isMeant: (cell: string) => boolean): number {
  let sum = 0;
  for (let i = 0; i < cells.length; i++) if (isMeant(cells[i]!)) sum += counts[i]!;
  return sum;
}

function isTruth(cell: string): boolean {
  const lower = cell.toLowerCase();
  return lower === 'true' || lower === 'false';
}

/** All cells present are plain numbers: numbers, unless they are codes or moments. */
function decidePlain(counted: CountedCells, marks: FileMarks): DecidedColumn {
  const { cells, plain } = counted;
  const unlike = spelledUnlike(counted);
  if (plain.count === 0) {
    // Only marks: names if none of them is missing everywhere.
    const missing = missingWords(cells);
    return cells.every((cell) => missing.has(cell)) ? empty('numeric') : names();
  }
  if (unlike !== null) return { ...names(), why: unlike, alternatives: [asNumber] };
  // Among decimal commas, a point before three digits separates thousands.
  if (marks.decimal === ',' && plain.likeThousands) {
    const format: NumberFormat = { decimal: ',', thousands: '.', affix: null, symbol: null };
    return numberColumn({ format, ambiguous: true });
  }
  const unit = decideClock(counted);
  if (unit === null) return empty('numeric');
  const format = unit === 'yyyymmdd' ? 'dates as one number' : `${unit} since 1970`;
  const why =
    unit === 'yyyymmdd'
      ? 'every number is a date of the calendar'
      : 'the whole numbers are moments between 1990 and 2050';
  return {
    ...empty('date'),
    date: { order: null, unit },
    format,
    why,
    doubtful: true,
    alternatives: [{ read: 'number', why: 'numbers as they stand' }],
  };
}

/** Why cells that look like numbers are codes; null where they aren't. */
function codesIn(counted: CountedCells, present: number): string | null {
  const { cells } = counted;
  const zero = cells.find((cell) => LEADING_ZERO.test(cell));
  if (zero !== undefined) {
    const zeros = countWhere(counted, (cell) => LEADING_ZERO.test(cell) || Number.isFinite(Number(cell)));
    if (zeros + counted.plain.count >= FITTING_SHARE * present) {
      return `cells like ${zero} begin with a zero, which a number would lose`;
    }
  }
  const long = countWhere(counted, (cell) => LONG_WHOLE.test(cell) && !isNanosecond(cell));
  if (long * 10 > present) return 'whole numbers with more digits than a number holds exactly';
  const codes = countWhere(counted, (cell) => CODE_LIKE_EXPONENT.test(cell));
  const words = countWhere(
    counted,
    (cell) => numberParts(cell) === null && !isMissingAmongNumbers(cell) && !INFINITE.test(cell),
  );
  if (codes * 10 > present && (words * 10 > present || codes * 2 > present)) {
    return `cells like ${cells.find((cell) => CODE_LIKE_EXPONENT.test(cell))} look like codes, not like exponents`;
  }
  return spelledUnlike(counted);
}

function isNanosecond(cell: string): boolean {
  const value = Number(cell) / 1e6;
  return value >= Date.UTC(1990, 0, 1) && value < Date.UTC(2050, 0, 1);
}

/** Few values, some of them written with more and fewer zeros at the end. */
function spelledUnlike({ plain, rows }: CountedCells): string | null {
  const { spellings, many } = plain;
  if (many || spellings.size > MOST_CODES || rows < spellings.size * MIN_ROWS_A_CODE) return null;
  for (const [value, decimals] of spellings) {
    const written = [...decimals].sort((a, b) => a - b);
    if (written.length < 2 || written[0] === 0) continue;
    return `${value.toFixed(written[0])} and ${value.toFixed(written[1])} are written differently, so they are codes`;
  }
  return null;
}

/** Whether a fit is more than names that begin with a digit. */
function isBelieved(number: NumberFit | null, { cells }: CountedCells): boolean {
  if (number === null) return true;
  const { affix } = number.format;
  if (affix !== 'unit' && affix !== 'magnitude') return true;
  const written = cells.filter((cell) => !isMissingAmongNumbers(cell));
  return written.length >= MIN_NUMBERS_OF_A_UNIT || written.some((cell) => DECIMAL.test(cell));
}

function numberColumn(number: Pick<NumberFit, 'format' | 'ambiguous'> | null): DecidedColumn {
  if (number === null) return empty('numeric');
  const { format, ambiguous } = number;
  const said = describeNumber(format);
  if (!ambiguous) return { ...empty('numeric'), number: format, format: said };
  const other = format.decimal === ',' || format.thousands === '.' ? 'number:decimal-point' : 'number:decimal-comma';
  return {
    ...empty('numeric'),
    number: format,
    format: said,
    why: 'every mark stands before exactly three digits, so it may separate thousands or decimals',
    doubtful: true,
    alternatives: [{ read: other, why: other === 'number:decimal-comma' ? '1,234 is 1.234' : '1.234 is 1.234' }],
  };
}

function dateColumn({ format, ambiguous, why }: DateFit): DecidedColumn {
  const { order } = format;
  const said = order === null ? '' : order === 'day-first' ? 'day first' : 'month first';
  const alternatives: Alternative[] =
    order === null
      ? []
      : [
          order === 'day-first'
            ? { read: 'date:month-first', why: 'the month comes first' }
            : { read: 'date:day-first', why: 'the day comes first' },
        ];
  return { ...empty('date'), date: format, format: said, why, doubtful: ambiguous, alternatives };
}

const MARKS = { ',': 'comma', '.': 'point', ' ': 'space', "'": 'apostrophe' } as const;

/** @returns the format in a few words; empty for plain numbers. */
export function describeNumber({ decimal, thousands, affix, symbol }: NumberFormat): string {
  const words: string[] = [];
  if (affix === 'percent') words.push('percent');
  if (affix === 'currency' || affix === 'unit') words.push(`in ${symbol}`);
  if (affix === 'magnitude') words.push('thousands and millions as letters');
  if (affix === 'clock') words.push('time in hours');
  if (decimal === ',') words.push('decimal comma');
  if (thousands !== null) words.push(`thousands ${MARKS[thousands]}`);
  return words.join(', ');
}
