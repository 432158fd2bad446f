import type { Forecast } from '../../question/index.ts';
import type { Past } from './past.ts';

/** Lags that are inputs at most. */
const MOST_LAGS = 24;
/** Lags that are always inputs; whether those before them help is tried. */
const NEAR_LAGS = 3;
/** Lags where there is no season. */
const USUAL_LAGS = 12;
/** Windows where there is no season. */
const USUAL_WINDOWS = [3, 6, 24];
/** Rows to learn from for each input, and inputs at least and at most. */
const ROWS_OF_INPUT = 6;
const FEWEST_INPUTS = 8;
const MOST_INPUTS = 320;

/** An input of an origin, made of the target's own past. */
export interface Lag {
  name: string;
  /** In units of the row's own scale, relative to its own level or naive forecast. */
  at(past: Past, origin: number): number;
}

/**
 * The inputs made of the target's past, the most telling first: recent values, recent differences to the season before, means and
 * deviations over windows, and what other seasons say of each step ahead. All are relative to the row's own level and scale, so that
 * trends, and series of unlike size, look alike.
 *
 * @param rows to learn from, about: with few, there are fewer inputs. Null for all that there may be.
 */
export function lagsOf({ target, horizon, season, seasons }: Forecast, rows: number | null): Lag[] {
  const most =
    rows === null ? Infinity : Math.min(MOST_INPUTS, Math.max(FEWEST_INPUTS, Math.floor(rows / ROWS_OF_INPUT)));
  const level = Math.max(4, season > 1 ? season : USUAL_LAGS);
  const relative = (past: Past, origin: number, value: number) => value / past.scale(origin);
  const recent = (k: number): Lag => ({
    name: k === 0 ? `${target} now` : `${target} -${k}`,
    at: (past, origin) => relative(past, origin, past.before(origin, k) - past.mean(origin, level)),
  });
  const change = (k: number): Lag => ({
    name: `${target} ${k === 0 ? 'now' : `-${k}`} over the season before`,
    at: (past, origin) => relative(past, origin, past.before(origin, k) - past.before(origin, k + season)),
  });
  const mean = (window: number): Lag => ({
    name: `${target} mean of ${window}`,
    at: (past, origin) => relative(past, origin, past.mean(origin, window) - past.mean(origin, level)),
  });
  const deviation = (window: number): Lag => ({
    name: `${target} deviation of ${window}`,
    at: (past, origin) => relative(past, origin, past.deviation(origin, window)),
  });
  const ahead = (other: number, backs: readonly number[], name: string): Lag[] =>
    Array.from({ length: horizon }, (_, i) => ({
      name: `${target} +${i + 1} ${name}`,
      at: (past, origin) => {
        const sum = backs.reduce((sum, back) => sum + past.naive(origin, i + 1, other, back), 0);
        return relative(
          past,
          origin,
          sum / backs.length - past.mean(origin, other) - (past.expected(origin, i + 1) - past.mean(origin, season)),
        );
      },
    }));
  const isSeasonal = season > 1;
  const count = isSeasonal ? Math.min(MOST_LAGS, Math.max(6, season)) : USUAL_LAGS;
  const numbers = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  const windows = [...new Set([...(isSeasonal ? [3] : USUAL_WINDOWS), 2 * season, 4 * season, ...seasons])].filter(
    (window) => window !== level && window > 1,
  );
  const wanted: Lag[][] = [
    [recent(0), ...(isSeasonal ? [change(0)] : [])],
    ...numbers(1, NEAR_LAGS).map((k) => [recent(k), ...(isSeasonal ? [change(k)] : [])]),
    ...windows.map((window) => [mean(window)]),
    [deviation(level)],
    // Whole groups: what a season says of some steps ahead alone would favour them.
    ...seasons.filter((other) => other > season).map((other) => ahead(other, [0, 1, 2, 3], `by seasons of ${other}`)),
    ...numbers(NEAR_LAGS, count).map((k) => [recent(k), ...(isSeasonal ? [change(k)] : [])]),
  ];
  const lags: Lag[] = [];
  for (const group of wanted) if (lags.length + group.length <= most) lags.push(...group);
  return lags;
}

/** The inputs that are values, or differences to the season before, of more than two steps ago. */
export function farLags({ target }: Pick<Forecast, 'target'>): Set<string> {
  const steps = Array.from({ length: MOST_LAGS - NEAR_LAGS }, (_, i) => NEAR_LAGS + i);
  return new Set(steps.flatMap((k) => [`${target} -${k}`, `${target} -${k} over the season before`]));
}
