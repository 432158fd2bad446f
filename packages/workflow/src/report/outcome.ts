import { dependsOnGroups } from '../stages/gate/depends-on-groups.ts';
import type { outcomeWords } from './headline-words.ts';
import { isSure } from './is-sure.ts';
import type { Report } from './report.ts';

/** A verdict as one of a few words; the sentence beside it comes from the service. */
export type Outcome = keyof typeof outcomeWords;

type Known = Pick<Report, 'test' | 'gate'> & {
  measure: Pick<NonNullable<Report['measure']>, 'greaterIsBetter'> | null;
  run: Pick<Report['run'], 'status'> & Partial<Pick<Report['run'], 'stoppedBy'>>;
};

/** @returns the outcome of a run. Never more certain than the test on its sealed rows. */
export function outcomeOf({ run, test, gate, measure }: Known): Outcome {
  if (run.status === 'failed') return 'failed';
  if (run.status === 'running') return 'running';
  if (test !== null && measure !== null) {
    const sign = measure.greaterIsBetter ? 1 : -1;
    const { baseline, value, p } = test;
    if (sign * (value - baseline.value) <= 0) return 'fails';
    if (!isSure({ p })) return 'luck';
    // What it gains, it gains from rows of the same group as the test rows.
    return gate?.group != null && dependsOnGroups(gate.group) ? 'leak' : 'works';
  }
  return gate === null || run.stoppedBy === 'person' ? 'stopped' : (STOPPED[gate.verdict] ?? 'stopped');
}

const STOPPED: Record<string, Outcome> = {
  underpowered: 'too-little',
  'no-signal': 'no-signal',
  'measure-blind': 'wrong-measure',
  'non-stationary': 'drifting',
  'leak-suspected': 'leak',
};
