const DAY = 86_400_000;
const MOST = 8.64e15;
/** Between the first day of the Julian period and 1970. */
const JULIAN_1970 = 2_440_588n;

/** Units of a second that moments and times of day are counted in. */
export type Unit = 'MILLIS' | 'MICROS' | 'NANOS';
const PER_MILLI = { MILLIS: 1n, MICROS: 1_000n, NANOS: 1_000_000n } as const;
const PER_HOUR = { MILLIS: 3.6e6, MICROS: 3.6e9, NANOS: 3.6e12 } as const;

/** @returns the day, as 2021-03-04. */
export function dayOf(days: number): string {
  const date = isoOf(days * DAY);
  return date.endsWith('T00:00:00.000Z') ? date.slice(0, -'T00:00:00.000Z'.length) : date;
}

/** @returns the moment to the millisecond before or at it, as 2021-03-04T05:06:07.089Z. */
export function momentOf(count: bigint, unit: Unit): string {
  const per = PER_MILLI[unit];
  // BigInt division rounds towards zero, which before 1970 is later.
  const millis = count >= 0n ? count / per : -((-count + per - 1n) / per);
  return isoOf(Number(millis));
}

/** @returns the moment that was stored in twelve bytes: nanoseconds of a day, and the day of the Julian period. */
export function oldMomentOf(stored: bigint): string {
  const days = (stored >> 64n) - JULIAN_1970;
  return momentOf(days * 86_400_000_000_000n + (stored & 0xffff_ffff_ffff_ffffn), 'NANOS');
}

/** @returns the time of day in hours. */
export function hoursOf(count: number | bigint, unit: Unit): number {
  return Number(count) / PER_HOUR[unit];
}

/** A moment out of JavaScript's range is no date in any table: it is given as the number that it is. */
function isoOf(millis: number): string {
  return Math.abs(millis) <= MOST ? new Date(millis).toISOString() : String(millis);
}
