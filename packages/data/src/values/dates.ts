/** Milliseconds of a day. */
const DAY = 86_400_000;
/** Midnight UTC of 1 January 0000, and of 10000: dates have years of four digits. */
const FIRST = -62_167_219_200_000;
const END = 253_402_300_800_000;

const DATE =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))?)?$/;
const DAY_AND_MONTH = /^(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})(?:[T ,].*)?$/;

/**
 * Reads a date, or a moment, as ISO 8601 writes it: `2021-03-04`, `2021/03/04`, `2021-03-04T05:06:07.089+02:00`, with
 * a space instead of the T, without the seconds or the offset. Without an offset it is in UTC. Fractions of a
 * millisecond are cut off.
 *
 * A year and a month alone (`2010-11`) is none: it may as well be a season or a part number.
 *
 * @returns milliseconds since 1970 in UTC; NaN where the text is no date, or one that no calendar has.
 * @see https://www.rfc-editor.org/rfc/rfc3339
 */
export function parseDate(text: string): number {
  const parts = DATE.exec(text);
  if (parts === null) return Number.NaN;
  const [year, month, day] = [Number(parts[1]), Number(parts[3]), Number(parts[4])];
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return Number.NaN;
  const [hour, minute, second] = [Number(parts[5] ?? 0), Number(parts[6] ?? 0), Number(parts[7] ?? 0)];
  const [offsetHours, offsetMinutes] = [Number(parts[10] ?? 0), Number(parts[11] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return Number.NaN;
  const milliseconds = Number((parts[8] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (parts[9] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  const moment =
    dayNumber(year, month, day) * DAY + ((hour * 60 + minute - offset) * 60 + second) * 1_000 + milliseconds;
  return moment >= FIRST && moment < END ? moment : Number.NaN;
}

/**
 * A moment as ISO 8601 writes it, so that `parseDate` reads it again.
 *
 * @param moment milliseconds since 1970 in UTC, finite.
 * @returns `YYYY-MM-DD` at midnight UTC, else `YYYY-MM-DDTHH:MM:SS.sssZ`; the number itself beyond the years 0 to 9999.
 */
export function dateLabel(moment: number): string {
  if (moment < FIRST || moment >= END) return String(moment);
  const iso = new Date(moment).toISOString();
  return moment % DAY === 0 ? iso.slice(0, 10) : iso;
}

/**
 * @returns whether the text looks like a date whose form does not say which number is the day and which the month
 *   (`03/04/2021`, `4.3.21`). Such cells are taken for names.
 */
export function looksLikeAmbiguousDate(text: string): boolean {
  const parts = DAY_AND_MONTH.exec(text.trim());
  if (parts === null) return false;
  const [first, second] = [Number(parts[1]), Number(parts[3])];
  return first >= 1 && second >= 1 && Math.min(first, second) <= 12 && Math.max(first, second) <= 31;
}

/**
 * The day's number in the proleptic Gregorian calendar, 1970-01-01 being 0.
 *
 * @param month 1 to 12.
 * @param day 1 to 31.
 * @see Hinnant: chrono-compatible low-level date algorithms, days_from_civil,
 *   https://howardhinnant.github.io/date_algorithms.html
 */
function dayNumber(year: number, month: number, day: number): number {
  // Years begin in March, so that the leap day is the last one.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
