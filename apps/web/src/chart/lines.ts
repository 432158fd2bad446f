import type { Point } from './curve.ts';
import { epochsOf, meanOverFolds, valuesOf } from './mean-over-folds.ts';
import { smooth } from './smooth.ts';

/** A score to hold a curve against, drawn straight across. */
export interface Reference {
  role: 'baseline' | 'linear' | 'shuffled';
  score: number;
}

/** @returns whether a line is a reference and no curve. */
export function isReference(role: Line['role']): role is Reference['role'] {
  return role !== 'train' && role !== 'validation';
}

/** One line of a chart. Training and validation share a colour and differ by dash. */
export interface Line {
  role: 'train' | 'validation' | Reference['role'];
  /** Faint lines stand behind and carry no name. */
  weight: 'main' | 'faint';
  /** One an epoch; null where there is none. */
  values: (number | null)[];
}

/** What a chart shows. */
export interface ChartData {
  epochs: number[];
  lines: Line[];
  /** How many folds the main lines are the mean of. */
  folds: number;
}

/** Which chart. */
export type ChartKind = 'loss' | 'score';

const SMOOTHING = 0.8;

/**
 * The lines of one trial's chart: faint folds first, so that the mean is drawn over them.
 *
 * @param folds the points of each fold.
 * @param options.references the scores to draw across a chart of scores.
 */
export function linesOf(
  folds: readonly (readonly Point[])[],
  options: { kind: ChartKind; smoothed: boolean; log: boolean; references: readonly Reference[] },
): ChartData {
  const length = epochsOf(folds);
  const epochs = Array.from({ length }, (_, i) => i + 1);
  const drawn = options.kind === 'loss' ? LOSSES : SCORES;
  const faint: Line[] = [];
  const main: Line[] = [];
  let count = 0;
  for (const { role, quantity } of drawn) {
    const mean = meanOverFolds(folds, quantity);
    if (!mean.values.some((value) => value !== null)) continue;
    count = mean.folds;
    if (folds.length > 1) {
      for (const points of folds) faint.push({ role, weight: 'faint', values: valuesOf(points, quantity, length) });
    }
    if (options.smoothed) faint.push({ role, weight: 'faint', values: mean.values });
    main.push({ role, weight: 'main', values: options.smoothed ? smooth(mean.values, SMOOTHING) : mean.values });
  }
  if (options.kind === 'score' && main.length > 0) {
    for (const { role, score } of options.references) {
      main.push({ role, weight: 'main', values: epochs.map(() => score) });
    }
  }
  const lines = [...faint, ...main];
  return { epochs, folds: count, lines: options.log ? lines.map(withoutZeros) : lines };
}

const LOSSES = [
  { role: 'train', quantity: 'trainLoss' },
  { role: 'validation', quantity: 'validationLoss' },
] as const;
const SCORES = [{ role: 'validation', quantity: 'validationScore' }] as const;

/** A logarithmic axis has no place for what is not positive. */
function withoutZeros(line: Line): Line {
  return { ...line, values: line.values.map((value) => (value !== null && value > 0 ? value : null)) };
}
