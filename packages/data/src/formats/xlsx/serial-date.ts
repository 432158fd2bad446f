import type { NumberKind } from './cell-styles.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Excel believes that 1900 was a leap year, so that days before 1 March 1900 count from a day later. */
const LEAP_DAY = 60;
const FIRST_1900 = Date.UTC(1899, 11, 30);
const FIRST_1904 = Date.UTC(1904, 0, 1);
/** From this day on, a number that is shown as a time of day is a moment of which only the time is shown. */
const MOST_TIME_DAYS = 366;
/** The end of the year 9999. */
const MOST_DAYS = 2_958_466;

/**
 * @param days since the beginning of the workbook's calendar.
 * @param is1904 whether it begins in 1904, as on old Macs.
 * @returns the date, as 2021-03-04, with the time to the millisecond where there is one; the number for what is none.
 */
export function dateOf(days: number, is1904: boolean): string {
  if (!(days >= 0 && days < MOST_DAYS)) return String(days);
  if (!is1904 && Math.floor(days) === LEAP_DAY) return '1900-02-29';
  const first = is1904 ? FIRST_1904 : FIRST_1900 + (days < LEAP_DAY ? DAY : 0);
  const iso = new Date(first + Math.round(days * DAY)).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso;
}

/** @returns a time of day, or a span of time, in hours to the millisecond. */
export function hoursOf(days: number): number {
  return Math.round(days * DAY) / HOUR;
}

/** @returns whether a number that is shown so is read in hours. */
export function isHours(kind: NumberKind, days: number): boolean {
  return kind === 'duration' || (kind === 'time' && days < MOST_TIME_DAYS);
}

/** @returns a date as ISO 8601 writes it, or hours for a time of day alone; null for anything else. */
export function isoCell(text: string): string | number | null {
  const time = /^T?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?Z?$/.exec(text);
  if (time !== null) return Number(time[1]) + Number(time[2]) / 60 + Number(time[3] ?? 0) / 3_600;
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? text.replace(/T00:00:00(?:\.0+)?Z?$/, '') : null;
}
