import { cos, sin } from '@stepwell/base/exact';
import { datePart, type DatePart } from './preparation.ts';

const DAY = 86_400_000;
/** What a calendar reaches, in milliseconds either way of 1970. */
const FARTHEST = 8.64e15;
const FULL_TURN = 2 * Math.PI;

/** @returns days since 1970, with their fraction. */
export function daysOf(moment: number): number {
  return moment / DAY;
}

/**
 * Where in its cycle a moment is: January is 0, and December 11/12; Sunday is 0, and Saturday 6/7; midnight is 0, and
 * noon 1/2. In UTC.
 *
 * @param moment milliseconds since 1970, finite.
 * @returns turns, in [0, 1).
 */
export function turnOf(part: DatePart, moment: number): number {
  const within = Math.min(FARTHEST, Math.max(-FARTHEST, moment));
  const date = new Date(within);
  switch (part) {
    case 'month-of-year':
      return date.getUTCMonth() / 12;
    case 'day-of-week':
      return date.getUTCDay() / 7;
    case 'hour-of-day':
      return (((Math.floor(within) % DAY) + DAY) % DAY) / DAY;
  }
}

/**
 * The parts of a date that differ among some moments.
 *
 * @param moments milliseconds since 1970, finite.
 */
export function cyclesIn(moments: Float64Array): DatePart[] {
  const [first] = moments;
  if (first === undefined) return [];
  return datePart.options.filter((part) => moments.some((moment) => turnOf(part, moment) !== turnOf(part, first)));
}

/** @returns sine and cosine of a turn, so that the end of a cycle lies next to its beginning. */
export function onCircle(turn: number): [sine: number, cosine: number] {
  return [sin(turn * FULL_TURN), cos(turn * FULL_TURN)];
}
