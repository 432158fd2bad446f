import type { TimeStep } from '../../question/index.ts';

export const DAY = 86_400_000;
/** The mean month of the Gregorian calendar, in days. */
const DAYS_OF_MONTH = 30.436875;
/** Differences of times that whole months make, in days, and how many months. */
const MONTHS = [
  { least: 28, most: 31, months: 1 },
  { least: 89, most: 92, months: 3 },
  { least: 181, most: 184, months: 6 },
  { least: 365, most: 366, months: 12 },
] as const;
/** A difference is one step if it is off by no more than this share: daylight saving time, and months of 28 to 31 days. */
const SLACK = 0.1;
/** Times are regular if this share of the differences is one step; the others are gaps. */
const REGULAR = 0.9;
/** With gaps, a series may have so many times as many steps as rows. */
const MOST_STEPS_A_ROW = 10;

/**
 * The step of time: the median difference between a row and the next of its series, where nine in ten differences are that. Otherwise
 * each row is one step.
 *
 * @param times of each series, ascending, without repeats.
 * @param kind whether they are dates, numbers, or only number the rows.
 */
export function findStep(times: readonly Float64Array[], kind: 'date' | 'numeric' | 'none'): TimeStep {
  if (kind === 'none') return { unit: 'rows' };
  const differences = Float64Array.from(
    times.flatMap((one) => Array.from({ length: Math.max(0, one.length - 1) }, (_, i) => one[i + 1]! - one[i]!)),
  ).sort();
  const median = differences[Math.floor(differences.length / 2)];
  if (median === undefined) return { unit: 'rows' };
  const months =
    kind === 'date' ? MONTHS.find(({ least, most }) => median >= least * DAY && median <= most * DAY) : null;
  const step: TimeStep =
    months != null
      ? { unit: 'months', size: months.months }
      : { unit: kind === 'date' ? 'milliseconds' : 'number', size: median };
  const size = sizeOf(step);
  const single = differences.filter((difference) => Math.abs(difference / size - 1) <= SLACK).length;
  const isRegular = single >= REGULAR * differences.length;
  const isSparse = times.some((one) => placesOf(one, step).at(-1)! > MOST_STEPS_A_ROW * one.length + 1_000);
  return isRegular && !isSparse ? step : { unit: 'rows' };
}

/** The length of a step in the unit of the times; 1 of rows. */
export function sizeOf(step: TimeStep): number {
  if (step.unit === 'rows') return 1;
  return step.unit === 'months' ? step.size * DAYS_OF_MONTH * DAY : step.size;
}

/**
 * How many steps each time comes after the first, to the nearest whole one.
 *
 * @param times ascending, without repeats, at least one.
 * @returns ascending, without repeats, from 0.
 */
export function placesOf(times: Float64Array, step: TimeStep): Int32Array {
  const places = new Int32Array(times.length);
  const size = sizeOf(step);
  for (let i = 1; i < times.length; i++) {
    // Months differ in length, but not their sum; a clock that was set anew stays ahead of itself.
    const [from, base] = step.unit === 'months' ? [times[0]!, 0] : [times[i - 1]!, places[i - 1]!];
    const steps = step.unit === 'rows' ? places[i - 1]! + 1 : base + Math.round((times[i]! - from) / size);
    places[i] = Math.max(places[i - 1]! + 1, steps);
  }
  return places;
}

/** @returns the time some steps after another; null where rows are steps, which may come at any time. */
export function timeAfter(time: number, steps: number, step: TimeStep): number | null {
  switch (step.unit) {
    case 'rows':
      return null;
    case 'months': {
      const date = new Date(time);
      const day = date.getUTCDate();
      const isLast = new Date(time + DAY).getUTCDate() === 1;
      const later = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps * step.size + 1, 0);
      const lastDay = new Date(later).getUTCDate();
      return (
        later + ((isLast ? lastDay : Math.min(day, lastDay)) - lastDay) * DAY + (time - Math.floor(time / DAY) * DAY)
      );
    }
    case 'milliseconds':
    case 'number':
      return time + steps * step.size;
  }
}

/** Steps of the seasons that such times may have: days, weeks and years. Without times, the usual ones. */
export function likelySeasons(step: TimeStep, median: number | null): number[] {
  switch (step.unit) {
    case 'months':
      return 12 / step.size >= 2 ? [12 / step.size] : [];
    case 'milliseconds': {
      if (step.size === 7 * DAY) return [52];
      const seasons = step.size === DAY ? [7, 365] : [DAY / step.size, (7 * DAY) / step.size];
      return seasons.filter((season) => Number.isInteger(season) && season >= 2 && season <= MOST_SEASON);
    }
    case 'number':
    case 'rows':
      // Working days.
      return median === DAY ? [5] : [4, 5, 7, 12, 24, 48, 52, 96, 168, 336, 365];
  }
}

const MOST_SEASON = 10_000;

/** A step in words: "hour", "2 months". */
export function stepWords(step: TimeStep): string {
  const counted = (count: number, noun: string) => (count === 1 ? noun : `${Number(count.toPrecision(4))} ${noun}s`);
  switch (step.unit) {
    case 'rows':
      return 'row';
    case 'number':
      return `step of ${Number(step.size.toPrecision(4))}`;
    case 'months':
      if (step.size === 12) return 'year';
      return step.size === 3 ? 'quarter' : counted(step.size, 'month');
    case 'milliseconds': {
      if (step.size % (7 * DAY) === 0) return counted(step.size / (7 * DAY), 'week');
      if (step.size % DAY === 0) return counted(step.size / DAY, 'day');
      if (step.size % 3_600_000 === 0) return counted(step.size / 3_600_000, 'hour');
      if (step.size % 60_000 === 0) return counted(step.size / 60_000, 'minute');
      return counted(step.size / 1_000, 'second');
    }
  }
}
