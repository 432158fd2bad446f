import { wilsonInterval } from '@stepwell/metrics';
import type { Curves } from './diagnostics.ts';

type Point = [number, number];

const MOST_POINTS = 101;
const TENTHS = 10;
/** Of a point of the calibration. */
const FEWEST_ROWS = 10;

/**
 * The curves of the second of two classes.
 *
 * @param probabilities [rows], of the second class.
 * @param positive [rows], 1 where the row is of the second class.
 * @returns null if one of the classes has no rows.
 * @see Fawcett: An introduction to ROC analysis (2006), algorithm 1; precision and recall as in scikit-learn's
 *   `precision_recall_curve`
 */
export function curvesOf(probabilities: Float64Array, positive: Uint8Array): Curves | null {
  const rows = positive.length;
  const positives = positive.reduce((sum, one) => sum + one, 0);
  if (positives === 0 || positives === rows) return null;
  const order = Int32Array.from(positive, (_, row) => row).sort((a, b) => probabilities[b]! - probabilities[a]!);
  const roc: Point[] = [[0, 0]];
  const precisionRecall: Point[] = [];
  let hits = 0;
  order.forEach((row, i) => {
    hits += positive[row]!;
    const next = order[i + 1];
    // Rows of equal probability pass the threshold together.
    if (next !== undefined && probabilities[next] === probabilities[row]) return;
    const named = i + 1;
    roc.push([(named - hits) / (rows - positives), hits / positives]);
    precisionRecall.push([hits / positives, hits / named]);
  });
  return {
    roc: thinned(withoutStraight(roc)),
    precisionRecall: thinned(precisionRecall),
    share: positives / rows,
    calibration: calibrationOf(probabilities, positive),
  };
}

/** Without the points between two others on one level or one upright: the line is the same. */
function withoutStraight(points: readonly Point[]): Point[] {
  return points.filter(([x, y], i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before === undefined || after === undefined) return true;
    return !((before[0] === x && after[0] === x) || (before[1] === y && after[1] === y));
  });
}

/** At most so many points, evenly taken, both ends among them. */
function thinned(points: readonly Point[]): Point[] {
  if (points.length <= MOST_POINTS) return [...points];
  return Array.from(
    { length: MOST_POINTS },
    (_, i) => points[Math.round((i * (points.length - 1)) / (MOST_POINTS - 1))]!,
  );
}

/** Tenths with few rows are joined to the next, so that no point stands on a handful of rows. */
function calibrationOf(probabilities: Float64Array, positive: Uint8Array): Curves['calibration'] {
  const tenths = Array.from({ length: TENTHS }, () => ({ predicted: 0, observed: 0, rows: 0 }));
  probabilities.forEach((p, row) => {
    const tenth = tenths[Math.min(TENTHS - 1, Math.floor(p * TENTHS))]!;
    tenth.predicted += p;
    tenth.observed += positive[row]!;
    tenth.rows++;
  });
  const bins: typeof tenths = [];
  for (const tenth of tenths) {
    const before = bins.at(-1);
    if (before !== undefined && before.rows < FEWEST_ROWS) add(before, tenth);
    else bins.push({ ...tenth });
  }
  const last = bins.at(-1);
  const before = bins.at(-2);
  if (last !== undefined && before !== undefined && last.rows < FEWEST_ROWS) {
    add(before, last);
    bins.pop();
  }
  return bins.map(({ predicted, observed, rows }) => ({
    predicted: predicted / rows,
    observed: observed / rows,
    rows,
    ci: wilsonInterval(observed, rows),
  }));
}

interface Bin {
  predicted: number;
  observed: number;
  rows: number;
}

function add(bin: Bin, other: Bin): void {
  bin.predicted += other.predicted;
  bin.observed += other.observed;
  bin.rows += other.rows;
}
