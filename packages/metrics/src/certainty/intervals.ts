import { expm1, log1p } from '@stepwell/base/exact';
import type { Predictions } from '../predictions/predictions.ts';
import type { Target } from '../targets/index.ts';
import { brownForsythe } from './brown-forsythe.ts';
import { LEVEL, type Bin, type Intervals } from './certainty.ts';
import { conformalRank } from './conformal-rank.ts';

type Numbers = Extract<Predictions, { kind: 'number' }>;
type Truths = Extract<Target, { kind: 'number' }>;

/** What an interval on a `relative` scale is relative to. */
export interface Anchor {
  expected: number;
  scale: number;
}

const NO_ANCHOR: Anchor = { expected: 0, scale: 1 };
const MOST_BINS = 5;
/** Rows that a bin needs: its ends are the 5th and the 95th percentile of their errors. */
const ROWS_OF_BIN = 60;
/** Chance differences in spread that are taken for real ones, at most. */
const ALPHA = 0.01;

/**
 * Fits intervals to errors on rows that the models hadn't seen. Each end is a conformal quantile by itself, so errors may lean
 * to one side. Where errors spread differently for small and large predictions, bins of predictions have ends of their own.
 *
 * @param predictions of models that hadn't seen the rows.
 * @param target of the same rows.
 * @param scale `log` for numbers that are learned as ln(1 + y); `relative` for forecasts, both as they are learned.
 * @returns null where there are too few rows: fewer than 19 for 90 %.
 * @see Lei et al.: Distribution-free predictive inference for regression (2018); Vovk: Cross-conformal predictors (2015);
 *   Boström, Johansson: Mondrian conformal regressors (2020)
 */
export function fitIntervals(predictions: Numbers, target: Truths, scale: Intervals['scale']): Intervals | null {
  const { width } = target;
  const columns: Bin[][] = [];
  for (let at = 0; at < width; at++) {
    const ofColumn = (values: Float64Array) => values.filter((_, i) => i % width === at);
    const predicted = ofColumn(predictions.values);
    const truths = ofColumn(target.values);
    const errors = truths.map((truth, i) => scaled(truth, scale) - scaled(predicted[i]!, scale));
    // Errors of overlapping forecasts are alike, so a test of their spread would find differences that are chance.
    const bins = binsOf(predicted, errors, scale === 'relative' ? 1 : MOST_BINS);
    if (bins === null) return null;
    columns.push(bins);
  }
  return { kind: 'intervals', level: LEVEL, scale, columns, rows: target.values.length / width };
}

/**
 * The interval of one prediction.
 *
 * @param value the prediction, in the target's unit.
 * @param column of the target.
 * @param bounds of the target, which no interval leaves.
 * @param anchor of a `relative` scale: what is expected of this step, and the scale of its row.
 * @returns both ends, in the target's unit.
 */
export function intervalAt(
  intervals: Intervals,
  value: number,
  column: number,
  bounds: { low: number; high: number } | null,
  anchor: Anchor = NO_ANCHOR,
): [number, number] {
  const { columns, scale } = intervals;
  if (scale === 'relative') {
    const relative: Intervals = { ...intervals, scale: 'given' };
    const [low, high] = intervalAt(relative, (value - anchor.expected) / anchor.scale, column, null);
    return [low * anchor.scale + anchor.expected, high * anchor.scale + anchor.expected];
  }
  const bins = columns[column]!;
  let found = bins[0]!;
  for (const each of bins) if (each.from !== null && value >= each.from) found = each;
  const at = scaled(value, scale);
  const ends: [number, number] = [unscaled(at + found.low, scale), unscaled(at + found.high, scale)];
  const lowest = bounds?.low ?? (scale === 'log' ? 0 : -Number.MAX_VALUE);
  const highest = bounds?.high ?? Number.MAX_VALUE;
  const within = (end: number) => Math.min(highest, Math.max(lowest, end));
  return [within(ends[0]), within(ends[1])];
}

function scaled(value: number, scale: Intervals['scale']): number {
  return scale === 'log' ? log1p(Math.max(0, value)) : value;
}

function unscaled(value: number, scale: Intervals['scale']): number {
  return scale === 'log' ? expm1(value) : value;
}

function binsOf(predicted: Float64Array, errors: Float64Array, limit: number): Bin[] | null {
  const whole = endsOf(errors);
  if (whole === null) return null;
  const single = [{ from: null, ...whole }];
  const most = Math.min(limit, Math.floor(errors.length / ROWS_OF_BIN));
  if (most < 2) return single;
  const ordered = predicted.toSorted();
  const edges = Array.from({ length: most - 1 }, (_, i) => ordered[Math.floor(((i + 1) * ordered.length) / most)]!);
  const starts = [Number.NEGATIVE_INFINITY, ...new Set(edges.filter((edge) => edge > ordered[0]!))];
  const groups = starts.map((from, i) =>
    errors.filter((_, row) => predicted[row]! >= from && predicted[row]! < (starts[i + 1] ?? Number.POSITIVE_INFINITY)),
  );
  const smallest = Math.min(...groups.map(({ length }) => length));
  if (groups.length < 2 || smallest < ROWS_OF_BIN / 2 || brownForsythe(groups) >= ALPHA) return single;
  return groups.map((group, i) => ({
    from: i === 0 ? null : starts[i]!,
    // A bin of ROWS_OF_BIN / 2 rows has both ends.
    ...endsOf(group)!,
  }));
}

/** The conformal ends of some errors; null of too few rows. */
function endsOf(errors: Float64Array): { low: number; high: number } | null {
  const sorted = errors.toSorted();
  const rank = conformalRank(sorted.length, (1 + LEVEL) / 2);
  if (rank === null) return null;
  // From either side.
  return { low: sorted[sorted.length - 1 - rank]!, high: sorted[rank]! };
}
