import { formatScore, isShare, metricWords } from '@stepwell/workflow/format';
import type { MetricName } from '@stepwell/workflow/spec';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

/** A verdict as one of few words; the sentence beside it comes from the service. */
export type Outcome = keyof typeof text.outcomes;

/** The one number of a run with its interval, on the axis it is drawn on. */
export interface Hero {
  /** Null before the test: then only what guessing reaches is known. */
  estimate: { value: number; low: number; high: number } | null;
  /** What guessing reaches, on the same axis. */
  reference: { value: number; label: string };
  /** Ends of the axis. */
  from: number;
  to: number;
  format: (value: number) => string;
  caption: string;
}

type Known = Pick<RunReport, 'test' | 'power' | 'measure'> & { run: Pick<RunReport['run'], 'status'> };

/** @returns what became of a run. Never surer than the interval. */
export function outcomeOf({ run, test, power, measure }: Known): Outcome {
  if (run.status === 'failed') return 'failed';
  if (run.status === 'running') return 'running';
  if (test !== null && measure !== null) {
    const sign = measure.greaterIsBetter ? 1 : -1;
    const { baseline, value, gainCi } = test;
    if (sign * (value - baseline.value) <= 0) return 'fails';
    return gainCi[0] > 0 ? 'works' : 'luck';
  }
  return power === null ? 'stopped' : (STOPPED[power.verdict] ?? 'stopped');
}

const STOPPED: Record<string, Outcome> = {
  underpowered: 'too-little',
  'no-signal': 'no-signal',
  'non-stationary': 'drifting',
  'leak-suspected': 'leak',
};

/**
 * @returns the number to show: the test's, or the gain at the gate of a run that stopped there. Before them what is to be
 * beaten; null before that is known.
 */
export function heroOf(report: Known & Pick<RunReport, 'problem' | 'baselines'>): Hero | null {
  const { run, test, power, measure, problem, baselines } = report;
  if (measure === null || problem === null) return null;
  const format = (value: number) => formatScore(measure.name, value);
  if (test !== null) {
    const { value, ci, baseline } = test;
    const [low, high] = ci;
    const caption = captionOf(measure.name, problem.target.join(', '));
    return { estimate: { value, low, high }, ...fromZero(measure.name, baseline.value, low, high), format, caption };
  }
  if (run.status !== 'stopped' || power === null) {
    const best = baselines?.[0];
    if (best === undefined) return null;
    return {
      estimate: null,
      ...fromZero(measure.name, best.score, best.score, best.score),
      format,
      caption: text.hero.waiting,
    };
  }
  const [low, high] = power.ci;
  const margin = 0.08 * (Math.max(high, 0) - Math.min(low, 0)) || 1;
  return {
    estimate: { value: power.gain, low, high },
    reference: { value: 0, label: text.hero.noGain },
    from: Math.min(low, 0) - margin,
    to: Math.max(high, 0) + margin,
    format,
    caption: text.hero.gain(metricWords[measure.name]),
  };
}

/** An axis from zero that holds what guessing reaches. */
function fromZero(
  metric: MetricName,
  guessing: number,
  low: number,
  high: number,
): Pick<Hero, 'reference' | 'from' | 'to'> {
  const to = isShare(metric) ? 1 : Math.max(high, guessing, 0) * 1.08 || 1;
  return { reference: { value: guessing, label: text.hero.guessing }, from: Math.min(0, low, guessing), to };
}

function captionOf(metric: MetricName, target: string): string {
  if (metric === 'mae') return text.hero.off(target);
  return metric === 'accuracy' ? text.hero.right : metricWords[metric];
}
