import { StepwellError } from '@stepwell/base/errors';
import type { CurvePoint, RecordedRun, Report } from '@stepwell/workflow';

/**
 * What a run has recorded of itself.
 *
 * @param curves the CSV of its curves: fit, trial, fold, epoch, train_loss, validation_loss, validation_score.
 */
export function recordedRun(report: Report, curves: string): RecordedRun {
  return {
    status: report.run.status,
    decisions: report.decisions,
    curves: curvesOf(curves),
    sha256: report.model?.sha256 ?? null,
    score: report.test?.value ?? null,
  };
}

/** How a run has ended, as in a report. */
interface Ended {
  run: Pick<Report['run'], 'status' | 'stoppedBy'>;
  test: Pick<NonNullable<Report['test']>, 'opened'> | null;
}

/**
 * @throws {StepwellError} `not_ready` if a run can't be made again from its request alone: it hasn't ended, was stopped by a person,
 *   or was opened again.
 */
export function requireRepeatable({ run, test }: Ended): void {
  if (run.status === 'running') throw notReady("hasn't ended yet");
  if (run.stoppedBy === 'person') throw notReady("was stopped by a person, and its request doesn't say when");
  if (test !== null && test.opened > 1)
    throw notReady('was opened again for another trial, which is no part of its request');
}

/** By fit, the points of a CSV of curves. */
export function curvesOf(csv: string): Map<string, CurvePoint[]> {
  const curves = new Map<string, CurvePoint[]>();
  const number = (cell: string | undefined) => (cell === undefined || cell === '' ? null : Number(cell));
  for (const line of csv.trimEnd().split('\n').slice(1)) {
    const [fit = '', , , epoch, trainLoss, validationLoss, validationScore] = line.trimEnd().split(',');
    const point = {
      epoch: Number(epoch),
      trainLoss: Number(trainLoss),
      validationLoss: number(validationLoss),
      validationScore: number(validationScore),
    };
    const known = curves.get(fit);
    if (known === undefined) curves.set(fit, [point]);
    else known.push(point);
  }
  return curves;
}

function notReady(why: string): StepwellError {
  return new StepwellError('not_ready', `This run can't be checked: it ${why}.`);
}
