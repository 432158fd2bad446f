import { z } from 'zod';
import { byRule, byUser, type Decision } from '../decisions/index.ts';
import type { Target } from '../rows/index.ts';
import { metricName, type RunSpec } from '../spec/index.ts';
import { METRICS, metricsFor } from './metrics.ts';

export const measure = z.object({
  name: metricName,
  greaterIsBetter: z.boolean(),
  why: z.string(),
  /** Reported beside it. */
  beside: z.array(metricName),
});
export type Measure = z.infer<typeof measure>;

/** The commonest of k classes may be this many times as common as an even share before classes count as uneven. */
const UNEVEN = 1.5;

/**
 * The second stage: what "best" means from here on. Accuracy for classes, mean absolute error for a number, unless
 * the person names another.
 *
 * @see Chollet, Deep Learning with Python, 4.5.2: Choosing a measure of success
 */
export function chooseMeasure(target: Target, spec: RunSpec): { measure: Measure; decisions: Decision[] } {
  const name = spec.measure ?? (target.kind === 'classes' ? 'accuracy' : 'mae');
  const why = spec.measure === undefined ? reason(target) : `You asked for ${name}.`;
  const measure: Measure = {
    name,
    greaterIsBetter: METRICS[name].greaterIsBetter,
    why,
    beside: metricsFor(target.kind)
      .map((metric) => metric.name)
      .filter((other) => other !== name),
  };
  const by = spec.measure === undefined ? byRule : byUser;
  return { measure, decisions: [by('measure', name, why, { beside: measure.beside })] };
}

function reason(target: Target): string {
  if (target.kind === 'number')
    return 'The mean absolute error is in the unit of the target and does not let a few large errors rule.';
  const counts = new Map<number, number>();
  for (const code of target.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const share = Math.max(...counts.values()) / target.codes.length;
  const percent = (share * 100).toFixed(1);
  return share > UNEVEN / target.classes.length
    ? `The classes are uneven: always naming the commonest is right ${percent} % of the time, so accuracy must be read against that. ROC AUC and the like, which suit uneven classes better, are not built yet.`
    : `The classes are about equally common: the commonest makes up ${percent} %.`;
}
