import { formatNumber } from '@stepwell/base/format';
import type { RunReport } from '../api/client.ts';

/** What comes next, as the report says it. */
export type LookAhead = NonNullable<RunReport['ahead']>;
/** The end of one series, and its forecast. */
export type SeriesAhead = LookAhead['series'][number];

/** A point of a drawing: how far to the right in steps, and a value. */
export type Point = readonly [x: number, y: number];

/** What is drawn of a series: x counts steps from the first known value shown. */
export interface ForecastLines {
  /** Known values, a line for each stretch without gaps. */
  known: Point[][];
  /** From the last known value on. */
  coming: Point[];
  low: Point[];
  high: Point[];
  /** The last step. */
  end: number;
  /** Where the forecast begins. */
  now: number;
  /** The least and the greatest value of all. */
  least: number;
  greatest: number;
}

/** @param most known values that are drawn. */
export function linesOf({ history, steps }: SeriesAhead, most: number): ForecastLines {
  const shown = history.slice(-most);
  const known: Point[][] = [[]];
  shown.forEach(({ value }, x) => {
    if (value === null) known.push([]);
    else known.at(-1)!.push([x, value]);
  });
  const now = shown.length - 1;
  const last = known.at(-1)?.at(-1);
  const start: Point[] = last === undefined ? [] : [last];
  const ends = (of: 'low' | 'high'): Point[] =>
    steps.flatMap((step, i): Point[] => (step[of] === null ? [] : [[now + 1 + i, step[of]]]));
  const coming: Point[] = [...start, ...steps.map(({ value }, i): Point => [now + 1 + i, value])];
  const [low, high] = [ends('low'), ends('high')];
  const values = [...known.flat(), ...coming, ...low, ...high].map(([, y]) => y);
  return {
    known: known.filter(({ length }) => length > 0),
    coming,
    low: low.length === 0 ? [] : [...start, ...low],
    high: high.length === 0 ? [] : [...start, ...high],
    end: now + steps.length,
    now,
    least: Math.min(...values),
    greatest: Math.max(...values),
  };
}

/** Round numbers between two others, three to six of them. */
export function ticksBetween(least: number, greatest: number): number[] {
  const span = greatest - least || Math.abs(greatest) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((one) => span / one <= 5)!;
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(greatest / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(1, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A tick in as few characters as say it. */
export function tickWords(tick: number): string {
  return Math.abs(tick) >= 1e5 || (tick !== 0 && Math.abs(tick) < 1e-3) ? formatNumber(tick) : String(tick);
}

/** A time in as few words as tell it from its neighbours. @param span milliseconds between two of them. */
export function timeWords(time: number, times: LookAhead['times'], span: number): string {
  if (times !== 'date') return String(Number(time.toPrecision(8)));
  const date = new Date(time);
  const isMidnight = time % DAY === 0;
  if (span >= 27 * DAY) return MONTH.format(date);
  return span >= DAY && isMidnight ? DATE.format(date) : HOUR.format(date);
}

const DAY = 86_400_000;
const MONTH = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const DATE = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const HOUR = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** The time between two steps of a forecast; 0 where it has none. */
export function spanOf({ history, steps }: SeriesAhead): number {
  const times = [...history, ...steps].flatMap(({ time }) => (time === null ? [] : [time]));
  const [a, b] = times.slice(-2);
  return a === undefined || b === undefined ? 0 : b - a;
}
