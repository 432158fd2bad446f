import type { Asked } from '../predictions/asked.ts';
import type { Predictions } from '../predictions/predictions.ts';
import { scoreRows } from '../scores/row-scores.ts';
import { anchorsOf, type Target } from '../targets/index.ts';
import { METRICS } from '../scores/metrics.ts';
import { mean } from './descriptive.ts';
import { studentInterval } from './mean-inference.ts';

/** Fewer blocks than this tell nothing, so that with few rows blocks are shorter than the horizon. */
const FEWEST_BLOCKS = 8;

/**
 * Rows whose targets overlap err together, and so do series at the same time. Rows of as many steps as the horizon has, one after
 * another, make a block, and a block counts as one row; of fewer steps where there would be fewer than eight blocks.
 *
 * @param target of forecasts.
 * @returns [rows], int32: the block of each row, different blocks for different spans of time; null where nothing is forecast.
 * @see Künsch: The jackknife and the bootstrap for general stationary observations (1989)
 */
export function blocksOf(target: Target): Int32Array | null {
  const anchors = anchorsOf(target);
  if (anchors === null || target.kind !== 'number') return null;
  const { steps } = anchors;
  const distinct = Float64Array.from(new Set(steps)).sort();
  const span = (distinct.at(-1) ?? 0) - (distinct[0] ?? 0) + 1;
  const length = Math.max(1, Math.min(target.width, Math.floor(span / FEWEST_BLOCKS)));
  return Int32Array.from(steps, (step) => Math.floor(step / length) * length);
}

/**
 * A 95 % interval of a mean over rows that are alike within blocks: Student's, of the blocks' means.
 *
 * @returns null where the measure is no mean over rows, or nothing is forecast.
 */
export function blockInterval(measure: Asked, predictions: Predictions, target: Target): [number, number] | null {
  const blocks = blocksOf(target);
  if (blocks === null || !METRICS[measure.name].perRow) return null;
  const scores = scoreRows(measure, predictions, target);
  const groups = new Map<number, number[]>();
  scores.forEach((score, row) => groups.set(blocks[row]!, [...(groups.get(blocks[row]!) ?? []), score]));
  const means = Float64Array.from(groups.values(), (group) => mean(Float64Array.from(group)));
  const [low, high] = studentInterval(means);
  // Blocks may differ in size, so the mean of their means isn't quite the score.
  const shift = mean(scores) - mean(means);
  return [Math.max(0, low + shift), high + shift];
}
