import { compare, type ComparedPart, type Comparison } from '@stepwell/metrics';
import { formatScore } from '@stepwell/metrics/names';
import { byRule, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';
import { VARIANTS } from './plan-gate.ts';

/** A way to prepare inputs or target that was tried beside the given one. */
export type TriedVariant = keyof typeof VARIANTS;

/** What came of the trials with inputs prepared in another way. */
export interface InputsByTrial {
  adopted: TriedVariant[];
  /** The small model with the inputs adopted, or as given if none was. */
  best: Comparison;
  /** How many ways were tried, the given one included. */
  tried: number;
  decisions: Decision[];
}

/**
 * Adopts another preparation where the small model scores better with it on the same validation rows by more than chance: the
 * 95 % interval of the paired difference lies above 0.
 *
 * @param given the small model with the inputs as given.
 * @param columns whose preparation each variant changes, for the decision.
 */
export function chooseInputsByTrial(
  parts: ReadonlyMap<string, ComparedPart[]>,
  given: Comparison,
  columns: Partial<Record<TriedVariant, string[]>>,
  measure: Measure,
  seed: number,
): InputsByTrial {
  const power = parts.get('power') ?? [];
  const result: InputsByTrial = { adopted: [], best: given, tried: 1, decisions: [] };
  for (const variant of ['trend', 'categories', 'log', 'lags'] as const) {
    const tried = parts.get(VARIANTS[variant]);
    if (tried === undefined) continue;
    result.tried++;
    const against = tried.map((part, i) => ({ ...part, other: power[i]!.model }));
    const difference = compare(against, measure, seed, VARIANTS[variant]);
    if (!difference.defined) continue;
    const adopts = difference.ci[0] > 0;
    result.decisions.push(decisionOf(variant, adopts, difference, columns[variant] ?? [], measure));
    if (!adopts) continue;
    result.adopted.push(variant);
    const alone = compare(tried, measure, seed, 'power');
    if (alone.defined && alone.gain > result.best.gain) result.best = alone;
  }
  return result;
}

function decisionOf(
  variant: TriedVariant,
  adopts: boolean,
  { score, otherScore, ci, gain }: Comparison,
  columns: string[],
  measure: Measure,
): Decision {
  const show = (value: number) => formatScore(measure.name, value);
  const named = variant === 'lags' ? String(columns.length) : columns.map((column) => `"${column}"`).join(', ');
  const verdict = adopts ? 'more than chance explains' : "which chance explains, or which isn't better";
  const [choice, what] = wordsOf(variant, adopts, named);
  const scored = `${what[0]}, the small model scores ${show(score)}${what[1]}, ${show(otherScore)}`;
  return byRule('gate', choice, `${scored}: ${verdict}.`, { gain, ci });
}

/** The choice, and the two things that were compared. */
function wordsOf(variant: TriedVariant, adopts: boolean, named: string): [string, [string, string]] {
  switch (variant) {
    case 'trend':
      return [
        adopts ? `elapsed time of ${named} is an input` : `elapsed time of ${named} is left out`,
        ['With elapsed time as an input', ' on later rows; without it'],
      ];
    case 'categories':
      return [
        adopts ? `${named} as categories` : `${named} stay numbers`,
        [`With a column for each value of ${named}`, '; with them as numbers'],
      ];
    case 'lags':
      return [
        adopts
          ? `${named} lags of more than two steps are left out`
          : `${named} lags of more than two steps are inputs`,
        [`Without the ${named} values of more than two steps ago`, '; with them'],
      ];
    case 'log':
      return [
        adopts ? `${named} on a logarithmic scale` : `${named} on its own scale`,
        [`Trained on logarithms of ${named}`, '; on the numbers themselves'],
      ];
  }
}
