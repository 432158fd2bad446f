import { z } from 'zod';

/** How the numbers of a column are written. */
export const numberFormat = z.object({
  /** The decimal mark. */
  decimal: z.enum(['.', ',']),
  /** What separates groups of three digits; null if nothing does. */
  thousands: z.enum([',', '.', ' ', "'"]).nullable(),
  /** What stands beside the digits; null for nothing. A percentage is read as a share (4.75 % is 0.0475), a clock as hours. */
  affix: z.enum(['percent', 'currency', 'unit', 'magnitude', 'clock']).nullable(),
  /** The currency or the unit as written; null without one. */
  symbol: z.string().nullable(),
});
export type NumberFormat = z.infer<typeof numberFormat>;

/** Numbers as programs write them. */
export const PLAIN: NumberFormat = { decimal: '.', thousands: null, affix: null, symbol: null };

/** A cell taken apart: sign, digits with their marks, exponent, and what stands beside them. */
export interface NumberParts {
  negative: boolean;
  /** Digits with decimal and thousands marks, as written; spaces of every width are ' '. */
  digits: string;
  exponent: number;
  prefix: string;
  suffix: string;
}

const CURRENCY_SIGNS = '$€£¥₹₽₩₺₫₴₦฿₪₱¢';
const CURRENCY_CODES =
  'USD|EUR|GBP|JPY|CNY|INR|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|BRL|MXN|ZAR|TRY|KRW|SGD|HKD|THB|Rs\\.?|kr\\.?|zł|R\\$|US\\$|A\\$|C\\$';
const CURRENCY = new RegExp(`^(?:[${CURRENCY_SIGNS}]|${CURRENCY_CODES})$`);
const CELL = new RegExp(
  `^(\\()?\\s*([+-])?\\s*((?:[${CURRENCY_SIGNS}]|${CURRENCY_CODES})?)\\s*([+-])?\\s*` +
    `((?:\\d|[.,](?=\\d))(?:[\\d.,']|[ ](?=\\d))*)(?:[eE]([+-]?\\d{1,3}))?(-)?\\s*(%|[^\\d\\s.,()+\\-][^\\d()]{0,11})?\\s*(\\))?(-)?$`,
  'u',
);
/** A sign, and spaces, that other keyboards write. */
const OTHER_MINUS = /[\u2212\u2010\u2011\u2012\u2013\uFE63\uFF0D]/g;
const OTHER_SPACE = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;
const OTHER_QUOTE = /[\u2019\u02BC`]/g;
const HAS_DIGIT = /\d/;
const NOT_ASCII = /[^\x20-\x7E]/;
const FULL_WIDTH = /[\uFF01-\uFF5E]/;
const MAGNITUDES: Record<string, number> = {
  k: 1e3,
  K: 1e3,
  M: 1e6,
  mn: 1e6,
  Mn: 1e6,
  m: 1e6,
  B: 1e9,
  bn: 1e9,
  Bn: 1e9,
  T: 1e12,
};

/** @returns the parts of a cell that holds one number; null for any other. */
export function numberParts(cell: string): NumberParts | null {
  if (cell.length > 60) return null;
  const text = NOT_ASCII.test(cell) ? asciiOf(cell) : cell;
  const match = HAS_DIGIT.test(text) ? CELL.exec(text) : null;
  if (match === null) return null;
  const [, open, sign, prefix, inner, digits, exponent, after, suffix, close, last] = match;
  if ((open === undefined) !== (close === undefined)) return null;
  const signs = [sign, inner, after, last].filter((found) => found !== undefined);
  if (signs.length > 1 || (open !== undefined && signs.length > 0)) return null;
  const negative = open !== undefined || signs[0] === '-';
  return {
    negative,
    digits: digits!,
    exponent: exponent === undefined ? 0 : Number(exponent),
    prefix: prefix ?? '',
    suffix: (suffix ?? '').trim(),
  };
}

/** What stands beside a number's digits. */
export interface Affix {
  affix: NumberFormat['affix'];
  symbol: string | null;
}

/** @returns what the prefix and suffix are; null where they can't belong to one number. */
export function affixOf({ prefix, suffix }: NumberParts): Affix | null {
  if (prefix !== '') {
    if (suffix === '' || Object.hasOwn(MAGNITUDES, suffix)) return { affix: 'currency', symbol: prefix };
    return null;
  }
  if (suffix === '') return { affix: null, symbol: null };
  if (suffix === '%') return { affix: 'percent', symbol: '%' };
  if (CURRENCY.test(suffix)) return { affix: 'currency', symbol: suffix };
  return { affix: 'unit', symbol: suffix };
}

/** @returns what a suffix like "k" or "M" multiplies by; 1 for others. */
export function magnitudeOf(suffix: string): number {
  return Object.hasOwn(MAGNITUDES, suffix) ? MAGNITUDES[suffix]! : 1;
}

const GROUPED: Record<string, RegExp> = {
  ',': /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?$/,
  '.': /^\d{1,3}(?:\.\d{3})+(?:,\d*)?$/,
  ' ': /^\d{1,3}(?: \d{3})+(?:[.,]\d*)?$/,
  "'": /^\d{1,3}(?:'\d{3})+(?:[.,]\d*)?$/,
};
/** Characters of a number with groups: 15 digits and what stands between them. */
const MOST_GROUPED = 20;
const PLAIN_DIGITS = { '.': /^(?:\d+\.?\d*|\.\d+)$/, ',': /^(?:\d+,?\d*|,\d+)$/ };

/**
 * The value of a cell's digits under a decimal mark and a thousands mark. Groups may be of two digits as in India
 * (12,34,567).
 *
 * @returns NaN where they can't be written so.
 */
export function digitsValue(
  digits: string,
  { decimal, thousands }: Pick<NumberFormat, 'decimal' | 'thousands'>,
): number {
  if (PLAIN_DIGITS[decimal].test(digits)) return Number(decimal === ',' ? digits.replace(',', '.') : digits);
  // More groups than a number holds are a list of numbers.
  if (digits.length > MOST_GROUPED || thousands === null || thousands === decimal) return Number.NaN;
  if (!GROUPED[thousands]!.test(digits)) return Number.NaN;
  const whole = digits.replaceAll(thousands, '');
  return PLAIN_DIGITS[decimal].test(whole) ? Number(whole.replace(',', '.')) : Number.NaN;
}

/** What most cells of a column with decimal commas are. */
export const SIMPLE_COMMA = /^-?\d{1,15},\d{1,15}$/;

/** @returns the value of a cell in a format; NaN where it isn't written so. Plain numbers are read in every format. */
export function readNumber(cell: string, format: NumberFormat): number {
  if (format.affix === 'clock') return readClock(cell);
  if (format.decimal === ',' && SIMPLE_COMMA.test(cell)) return Number(cell.replace(',', '.'));
  const parts = numberParts(cell);
  if (parts === null) return Number.NaN;
  const found = affixOf(parts);
  if (found === null) return Number.NaN;
  let scale = 1;
  if (found.affix !== null) {
    if (format.affix === 'magnitude') scale = found.affix === 'unit' ? magnitudeOf(parts.suffix) : 1;
    else if (found.affix !== format.affix || found.symbol !== format.symbol) return Number.NaN;
    if (found.affix === 'currency') scale = magnitudeOf(parts.suffix);
  }
  const value = digitsValue(parts.digits, format);
  // Written back as text, so that 4.75 % is the nearest number to 0.0475, and 1.2e3 that to 1200.
  const exponent = parts.exponent - (found.affix === 'percent' ? 2 : 0);
  const scaled = exponent === 0 ? value : Number(`${value}e${exponent}`);
  return (parts.negative ? -scaled : scaled) * scale;
}

function asciiOf(cell: string): string {
  const plain = cell.replace(OTHER_MINUS, '-').replace(OTHER_SPACE, ' ').replace(OTHER_QUOTE, "'");
  return FULL_WIDTH.test(plain) ? plain.normalize('NFKC') : plain;
}

const CLOCK = /^(-)?(\d{1,4}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/;

/** @returns the hours of a time of day or a duration, H:MM or H:MM:SS; NaN for any other cell. */
export function readClock(cell: string): number {
  const match = CLOCK.exec(cell);
  if (match === null) return Number.NaN;
  const hours = (Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0)) / 3_600;
  return match[1] === undefined ? hours : -hours;
}
