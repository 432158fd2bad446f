import { metricWords } from '@stepwell/metrics/names';
import type { RunReport } from '../api/client.ts';
import { trialsIn, type Curve } from '../chart/curve.ts';
import { curveOf, trialToShow } from '../run/trial-names.ts';
import { text } from '../text.ts';

const words = text.compare;

/** @returns the trial whose curve represents a run: the tested or chosen one, or the latest that is validated. */
export function trialOfRun(curve: Curve, report: Pick<RunReport, 'tune' | 'test'> | undefined): string | null {
  const trials = trialsIn(curve);
  const chosen = report?.test?.trial ?? report?.tune?.best;
  if (chosen !== undefined) {
    const drawn = curveOf(chosen, trials);
    if (trials.includes(drawn)) return drawn;
  }
  const searched = trials.filter((trial) => /^(?:rung|tune)-/.test(trial));
  return (
    searched.at(-1) ??
    trialToShow(
      trials.filter((trial) => !trial.startsWith('final')),
      undefined,
    )
  );
}

/** What has to match for two runs' curves to be compared. */
type Judged = Pick<RunReport, 'measure' | 'problem' | 'dataset'>;

/** Whether scores can be compared, and notes on what can't. */
export interface Comparability {
  scores: boolean;
  notes: string[];
}

/** @returns what can be compared about the runs' curves. */
export function comparability(reports: readonly Judged[]): Comparability {
  const measures = distinct(reports.map(({ measure }) => measure && (measure.expression ?? metricWords[measure.name])));
  const known = reports.every(({ measure }) => measure !== null);
  const kinds = distinct(reports.map(({ problem }) => problem && lossOf(problem.type)));
  const asked = distinct(
    reports.map(({ dataset, problem }) => problem && `${dataset.sha256} ${problem.target.join()}`),
  );
  return {
    scores: known && reports.length > 0 && measures.length === 1,
    notes: [
      ...(measures.length > 1 ? [words.differentMeasures(measures.join(', '))] : []),
      ...(kinds.length > 1 ? [words.differentLosses] : []),
      ...(asked.length > 1 ? [words.differentData] : []),
    ],
  };
}

/** The kind of loss that a problem type is trained on. */
function lossOf(type: NonNullable<Judged['problem']>['type']): string {
  if (type === 'multiclass') return 'categorical';
  return type === 'binary' || type === 'multilabel' ? 'binary' : 'squared';
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
