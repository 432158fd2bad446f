import type { outcomeWords } from './headline-words.ts';
import type { Report } from './report.ts';

/** A verdict as one of a few words; the sentence beside it comes from the service. */
export type Outcome = keyof typeof outcomeWords;

type Known = Pick<Report, 'test' | 'gate' | 'measure'> & {
  run: Pick<Report['run'], 'status'> & Partial<Pick<Report['run'], 'stoppedBy'>>;
};

/** @returns the outcome of a run. Never more certain than the interval. */
export function outcomeOf({ run, test, gate, measure }: Known): Outcome {
  if (run.status === 'failed') return 'failed';
  if (run.status === 'running') return 'running';
  if (test !== null && measure !== null) {
    const sign = measure.greaterIsBetter ? 1 : -1;
    const { baseline, value, gainCi } = test;
    if (sign * (value - baseline.value) <= 0) return 'fails';
    return gainCi[0] > 0 ? 'works' : 'luck';
  }
  return gate === null || run.stoppedBy === 'person' ? 'stopped' : (STOPPED[gate.verdict] ?? 'stopped');
}

const STOPPED: Record<string, Outcome> = {
  underpowered: 'too-little',
  'no-signal': 'no-signal',
  'non-stationary': 'drifting',
  'leak-suspected': 'leak',
};
