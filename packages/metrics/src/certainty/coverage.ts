import { mean, percentile } from '../inference/descriptive.ts';
import { wilsonInterval } from '../inference/proportions.ts';
import type { Predictions } from '../predictions/predictions.ts';
import type { Target } from '../targets/index.ts';
import type { Certainty } from './certainty.ts';
import { intervalAt, type Anchor } from './intervals.ts';
import { setAt } from './sets.ts';

/** How often intervals or sets hold the truth. */
export interface Coverage {
  /** Share of the rows; with several numbers a row, of those. */
  value: number;
  /** 95 % interval, Wilson's. */
  ci: [number, number];
  /** Median width of the intervals of each target column, or mean number of classes in a set. */
  sizes: number[];
}

/**
 * Counts the rows whose interval or set holds the truth.
 *
 * @param target of the same rows, at least one.
 * @param bounds of the target's numbers; null for none.
 */
export function coverageOf(
  certainty: Certainty,
  predictions: Predictions,
  target: Target,
  bounds: { low: number; high: number } | null,
): Coverage | null {
  if (certainty.kind === 'sets' && predictions.kind === 'probabilities' && target.kind === 'classes') {
    const { numClasses, values } = predictions;
    const found = Array.from(target.codes, (code, row) => ({ code, set: setAt(certainty, values, numClasses, row) }));
    const covered = found.filter(({ code, set }) => set.includes(code)).length;
    return shareOf(covered, found.length, found.length, [mean(found.map(({ set }) => set.length))]);
  }
  if (certainty.kind !== 'intervals' || predictions.kind !== 'number' || target.kind !== 'number') return null;
  const { width } = target;
  const widths = Array.from({ length: width }, () => [] as number[]);
  let covered = 0;
  target.values.forEach((truth, i) => {
    const [low, high] = intervalAt(certainty, predictions.values[i]!, i % width, bounds, anchorAt(target, i));
    widths[i % width]!.push(high - low);
    if (truth >= low && truth <= high) covered++;
  });
  const sizes = widths.map((each) => percentile(Float64Array.from(each).sort(), 0.5));
  return shareOf(covered, target.values.length, target.values.length / width, sizes);
}

/** What the interval of one number is relative to; undefined where it isn't. */
function anchorAt({ anchors, width }: Extract<Target, { kind: 'number' }>, i: number): Anchor | undefined {
  return anchors && { expected: anchors.expected[i]!, scale: anchors.scales[Math.floor(i / width)]! };
}

function shareOf(covered: number, count: number, rows: number, sizes: number[]): Coverage {
  const value = covered / count;
  // Numbers of the same row err together.
  return { value, ci: wilsonInterval(value * rows, rows), sizes };
}
