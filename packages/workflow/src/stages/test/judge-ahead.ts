import { z } from 'zod';
import { score, type Predictions } from '@stepwell/metrics';
import { intervalAt, type Certainty } from '@stepwell/metrics/certainty';
import { anchorsOf, type Anchors, type Target } from '@stepwell/metrics/targets';
import { baselineName, predictBaseline, type BaselineName } from '../baseline/index.ts';
import type { Part } from '../../training/rows/index.ts';

/** The naive forecasts that a model is held against. */
const NAIVE = ['seasonal-naive', 'last-value', 'drift'] as const satisfies readonly BaselineName[];

export const ahead = z.object({
  /** Errors over all steps ahead, of the model and of each naive forecast. */
  model: z.object({ mae: z.number(), mase: z.number() }),
  naive: z.array(z.object({ name: baselineName, mae: z.number(), mase: z.number() })),
  /** One a step ahead. */
  steps: z.array(
    z.object({
      mae: z.number(),
      /** Of the seasonal naive forecast. */
      naive: z.number(),
      /** Share of the test rows whose interval holds the truth, and the intervals' mean width; null without intervals. */
      covered: z.number().nullable(),
      width: z.number().nullable(),
    }),
  ),
});
export type Ahead = z.infer<typeof ahead>;

/** Judges forecasts of the test rows beside the naive ones, over all steps ahead and each by itself. */
export function judgeAhead(
  predictions: Predictions,
  target: Target,
  development: Part,
  bands: Certainty | null,
): Ahead | undefined {
  const anchors = anchorsOf(target);
  if (anchors === null || target.kind !== 'number' || predictions.kind !== 'number') return undefined;
  const errors = (of: Predictions) => ({
    mae: score({ name: 'mae', custom: null, threshold: 0.5 }, of, target),
    mase: score({ name: 'mase', custom: null, threshold: 0.5 }, of, target),
  });
  const rows = target.values.length / target.width;
  const naive = NAIVE.map((name) => {
    const said = predictBaseline(name, development.target, rows, { seed: 0, probabilistic: false, anchors });
    return { name, ...errors(said) };
  });
  const steps = Array.from({ length: target.width }, (_, column) =>
    judgeStep(column, predictions, target, anchors, bands),
  );
  return { model: errors(predictions), naive, steps };
}

function judgeStep(
  column: number,
  predictions: Extract<Predictions, { kind: 'number' }>,
  target: Extract<Target, { kind: 'number' }>,
  { expected, naive, scales }: Anchors,
  bands: Certainty | null,
): Ahead['steps'][number] {
  const rows = scales.length;
  let [error, naiveError, covered, width] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const at = row * target.width + column;
    const truth = target.values[at]!;
    const predicted = predictions.values[at]!;
    error += Math.abs(predicted - truth) / rows;
    naiveError += Math.abs(naive[at]! - truth) / rows;
    if (bands?.kind !== 'intervals') continue;
    const anchor = { expected: expected[at]!, scale: scales[row]! };
    const [low, high] = intervalAt(bands, predicted, column, null, anchor);
    if (truth >= low && truth <= high) covered++;
    width += (high - low) / rows;
  }
  const known = bands?.kind === 'intervals';
  return { mae: error, naive: naiveError, covered: known ? covered / rows : null, width: known ? width : null };
}
