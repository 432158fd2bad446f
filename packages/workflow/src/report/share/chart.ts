import { formatNumber } from '@stepwell/base/format';
import { isShare, metricWords } from '@stepwell/metrics/names';
import type { Report } from '../report.ts';
import { epochsOf, foldLine, type FoldLine, type Point } from './fold-line.ts';
import { trialToShare } from './trial-to-share.ts';
import { shareWords } from './words.ts';

/** A chart of one quantity by epoch. */
export interface Chart {
  quantity: string;
  epochs: number;
  lines: { role: 'training' | 'validation'; line: FoldLine }[];
  /** What guessing reaches, drawn straight across. */
  reference: number | null;
  /** The epoch at which overfitting begins. */
  mark: { epoch: number; label: string } | null;
  /** Writes a value of its axis. */
  tick: (value: number) => string;
}

/** The curve of a run as it is drawn away from its page. */
export interface RunCurve {
  /** Null while nothing was trained. */
  trial: string | null;
  /** What that trial is to the run. */
  name: string;
  /** What the measure says on validation rows; null where it says nothing. */
  score: Chart | null;
  /** Training and validation loss; null where there is none. */
  loss: Chart | null;
  /** How many folds the lines are the mean of. */
  folds: number;
}

/** Of a report, what its curve is drawn from. */
export type Known = Pick<Report, 'baselines' | 'measure' | 'scaleUp' | 'tune' | 'plan'>;

/** Trials scored on other rows, where the baseline differs. */
const ON_OTHER_ROWS = /^(?:ordered|random|late)-/;

/** @returns which of the trials that have begun a run's curve is of, as `trialToShare`. */
export function trialOf(begun: readonly string[], report: Pick<Report, 'tune'>): string | null {
  return trialToShare(begun, report.tune?.best ?? null);
}

/**
 * The charts of a trial.
 *
 * @param trial from `trialOf`.
 * @param folds the points of each of its folds, in order of epochs.
 */
export function curveOf(trial: string | null, folds: readonly (readonly Point[])[], report: Known): RunCurve {
  const epochs = epochsOf(folds);
  const ended = !(report.plan ?? []).some(({ id }) => id === trial);
  const lineOf = (role: 'training' | 'validation', quantity: Parameters<typeof foldLine>[1]) => {
    const folded = foldLine(folds, quantity, ended);
    // Two bands over each other say less than one.
    const line = role === 'training' ? { ...folded, band: null } : folded;
    return line.mean.some((value) => value !== null) ? [{ role, line }] : [];
  };
  const losses = [...lineOf('training', 'trainLoss'), ...lineOf('validation', 'validationLoss')];
  const scores = lineOf('validation', 'validationScore');
  const { measure, baselines } = report;
  const compared = trial !== null && !ON_OTHER_ROWS.test(trial);
  const loss: Chart = {
    quantity: shareWords.loss,
    epochs,
    lines: losses,
    reference: null,
    mark: markOf(trial, report),
    tick: shorten,
  };
  const score: Chart | null = measure && {
    quantity: shareWords.on(measure.expression ?? metricWords[measure.name]),
    epochs,
    lines: scores,
    reference: compared ? (baselines?.[0]?.score ?? null) : null,
    mark: null,
    tick: isShare(measure.name) ? (value) => `${shorten(100 * value)}\u00a0%` : shorten,
  };
  return {
    trial,
    name: nameOf(trial, report.tune?.best ?? null),
    score: compared && scores.length > 0 ? score : null,
    loss: losses.length > 0 ? loss : null,
    folds: (scores[0] ?? losses[0])?.line.folds ?? 0,
  };
}

function nameOf(trial: string | null, best: string | null): string {
  const words = shareWords.trial;
  if (trial === null) return words.other;
  if (trial === best || trial.startsWith(`${best}-`)) return words.chosen;
  if (trial.startsWith('tune-')) return words.tune;
  if (trial.startsWith('rung-')) return words.rung(trial.split('-')[1] ?? '');
  return trial === 'power' ? words.power : words.other;
}

/** The epoch at which a rung began to overfit, once it was evaluated. */
function markOf(trial: string | null, { scaleUp }: Known): Chart['mark'] {
  const evaluated = scaleUp?.rungs.find((rung) => rung.trial === trial);
  const epoch = evaluated?.overfitEpoch ?? null;
  return epoch === null ? null : { epoch, label: shareWords.overfits(epoch, evaluated?.overfitSpread ?? null) };
}

/** As short as it can be: 0.25, 1, 20; from a thousand on with thin spaces. */
function shorten(value: number): string {
  const magnitude = Math.abs(value);
  return magnitude >= 1000 || (magnitude < 1e-3 && magnitude > 0)
    ? formatNumber(value)
    : String(Number(value.toPrecision(3)));
}
