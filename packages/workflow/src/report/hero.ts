import { formatScore, isShare, isUpToOne, metricWords, type MetricName } from '@stepwell/metrics/names';
import { heroWords } from './headline-words.ts';
import type { Report } from './report.ts';

/** The one number of a run with its interval, and the axis to draw it on. */
export interface Hero {
  /** Null before the test: then only the baseline is known. */
  estimate: { value: number; low: number; high: number } | null;
  /** What guessing scores, on the same axis. */
  reference: Reference;
  /** A second value for comparison: the gain on random rows, for a run that fails on later ones. */
  beside: Reference | null;
  /** The ends of the axis. */
  from: number;
  to: number;
  format: (value: number) => string;
  caption: string;
}

/** A value to compare the number with. */
export interface Reference {
  value: number;
  label: string;
}

type Known = Pick<Report, 'test' | 'gate' | 'baselines'> & {
  measure: Measure | null;
  problem: Pick<NonNullable<Report['problem']>, 'target' | 'forecast'> | null;
  run: Pick<Report['run'], 'status'> & Partial<Pick<Report['run'], 'stoppedBy'>>;
};
type Measure = Pick<NonNullable<Report['measure']>, 'name' | 'greaterIsBetter'>;
type Gate = NonNullable<Report['gate']>;

/** The share of the axis left free beyond a value that isn't its natural end. */
const MARGIN = 0.08;

/**
 * @returns the number to show: the test's, or the gain at the gate for a run that stopped there. Before that, the baseline
 * to beat; null before it is known.
 */
export function heroOf({ run, test, gate, measure, problem, baselines }: Known): Hero | null {
  if (measure === null || problem === null) return null;
  const atGate = run.status === 'stopped' && run.stoppedBy !== 'person';
  if (test === null && atGate && gate !== null) return gainHero(measure, gate);
  const guessing = test?.baseline.value ?? baselines?.[0]?.score;
  if (guessing === undefined) return null;
  const [low, high] = test?.ci ?? [guessing, guessing];
  return {
    estimate: test === null ? null : { value: test.value, low, high },
    reference: { value: guessing, label: heroWords.guessing },
    beside: null,
    ...axisOf([low, high, guessing], endOf(measure)),
    format: (value) => formatScore(measure.name, value),
    caption:
      test !== null
        ? captionOf(measure.name, problem.forecast?.target ?? problem.target.join(', '))
        : heroWords[waitingWord(run.status)],
  };
}

/** @returns the key of the words that say why there is no number. */
export function waitingWord(status: Report['run']['status']): 'waiting' | 'failed' | 'stopped' {
  return status === 'failed' || status === 'stopped' ? status : 'waiting';
}

/** The gain over guessing, in points if the measure is a share of rows. */
function gainHero(measure: Measure, gate: Gate): Hero {
  const points = isShare(measure.name);
  const later = gate.verdict === 'non-stationary' ? worstOf(gate.order) : undefined;
  const value = later?.orderedGain ?? gate.gain;
  const [low, high] = later?.orderedCi ?? gate.ci;
  const { small, later: onLater, without } = heroWords.gainOf;
  const where = later !== undefined ? onLater : gate.verdict === 'leak-suspected' ? without : small;
  const beside = later === undefined ? null : { value: Math.max(later.randomGain, gate.gain), label: heroWords.drawn };
  return {
    estimate: { value, low, high },
    reference: { value: 0, label: heroWords.noGain },
    beside,
    ...axisOf([low, high, beside?.value ?? 0], null),
    // A value that rounds to zero from below must not read "-0.0".
    format: (gain) => (points ? (100 * gain).toFixed(1).replace(/^-0\.0$/, '0.0') : formatScore(measure.name, gain)),
    caption: heroWords.gain(metricWords[measure.name], points, where),
  };
}

function worstOf(checks: Gate['order']): Gate['order'][number] | undefined {
  return checks.toSorted((a, b) => a.orderedGain - b.orderedGain)[0];
}

/** The best value a measure can have; null if it has none. */
function endOf({ name, greaterIsBetter }: Measure): number | null {
  return greaterIsBetter && (isShare(name) || isUpToOne(name)) ? 1 : null;
}

/** An axis that includes zero and all values, with a margin beyond those that aren't its natural end. */
function axisOf(values: readonly number[], end: number | null): Pick<Hero, 'from' | 'to'> {
  const from = Math.min(0, ...values);
  const to = end ?? Math.max(0, ...values);
  const margin = MARGIN * (to - from) || 1;
  return { from: from < 0 ? from - margin : 0, to: end ?? (to > 0 || from === to ? to + margin : 0) };
}

function captionOf(metric: MetricName, target: string): string {
  if (metric === 'mae') return heroWords.off(target);
  return metric === 'accuracy' ? heroWords.right : metricWords[metric];
}
