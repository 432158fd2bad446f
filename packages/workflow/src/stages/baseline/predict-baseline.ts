import { StepwellError } from '@stepwell/base/errors';
import type { Predictions } from '@stepwell/metrics';
import { generator, type Generator } from '@stepwell/base/random';
import { countRows, type Anchors, type Target } from '@stepwell/metrics/targets';
import type { BaselineName } from './baseline-names.ts';
import { middleLevel, mostCommon, extentOf, latestRow, meanOf, medianOf, ofColumns, sharesOf } from './constants.ts';

/**
 * Predictions made from the training targets alone, without the inputs.
 *
 * - random: a class at random, each equally likely; a number between the least and the greatest; a fair coin a label
 * - prior: a class at random, each as often as in training, or their shares; likewise a label
 * - majority: the most common class, with certainty; of labels, those that more than half of the rows have
 * - mean, median: of the training targets, column by column; of levels, the level in the middle of them
 * - random-order: the same number for all, of which a ranking's score is the mean over all orders
 * - last-value: the target of the training row that was seen last
 *
 * Of forecasts, these come from each row's own past instead, and are learned from nothing:
 *
 * - last-value: the last known value, at every step ahead
 * - drift: that value, and the mean change since the series began for each step ahead
 * - seasonal-naive: the value of the season before
 *
 * @param name not `linear` or `shuffled-labels`: those are fits.
 * @param train the targets to learn from, at least one.
 * @param rows how many rows to predict.
 * @param options.seed keys what is drawn.
 * @param options.probabilistic whether probabilities are stated (log loss, ROC AUC) or one class a row is drawn (accuracy).
 * @param options.times [train rows], float64: when each training row was seen. Left out or null: they are in order of time.
 * @param options.anchors what the naive forecasts of the rows to predict say; left out or null where nothing is forecast.
 * @throws {StepwellError} `measure_mismatch` for a baseline that such a target doesn't have.
 */
export function predictBaseline(
  name: BaselineName,
  train: Target,
  rows: number,
  options: { seed: number; probabilistic: boolean; times?: Float64Array | null; anchors?: Anchors | null },
): Predictions {
  if (countRows(train) === 0)
    throw new StepwellError('measure_mismatch', `The baseline ${name} has no training rows to learn from.`);
  const random = generator(options.seed, 'baseline', name);
  const { probabilistic } = options;
  const latest = latestRow(countRows(train), options.times ?? null);
  switch (train.kind) {
    case 'number': {
      const naive = options.anchors && naiveForecast(name, options.anchors, train.width);
      if (naive) return { kind: 'number', width: train.width, values: naive };
      const values = repeat(numberRow(name, train, random, latest), rows);
      return { kind: 'number', width: train.width, values };
    }
    case 'classes': {
      const values = repeat(classRow(name, train, random, probabilistic, latest), rows);
      return { kind: 'probabilities', numClasses: train.classes.length, values };
    }
    case 'labels': {
      const values = repeat(labelRow(name, train, random, probabilistic, latest), rows);
      return { kind: 'labels', numLabels: train.labels.length, values };
    }
  }
}

/** What a naive forecast says of each row and step ahead; null for a baseline that isn't one. */
function naiveForecast(name: BaselineName, { naive, last, slopes }: Anchors, width: number): Float64Array | null {
  const ahead = (of: (row: number, steps: number) => number) =>
    naive.map((_, i) => of(Math.floor(i / width), (i % width) + 1));
  if (name === 'seasonal-naive') return naive;
  if (name === 'last-value') return ahead((row) => last[row]!);
  return name === 'drift' ? ahead((row, steps) => last[row]! + steps * slopes[row]!) : null;
}

/** Says the same in every row, or draws each. */
function repeat(row: () => ArrayLike<number>, rows: number): Float64Array {
  const first = row();
  const values = new Float64Array(rows * first.length);
  for (let i = 0; i < rows; i++) values.set(i === 0 ? first : row(), i * first.length);
  return values;
}

type NumberTarget = Extract<Target, { kind: 'number' }>;
type ClassTarget = Extract<Target, { kind: 'classes' }>;
type LabelTarget = Extract<Target, { kind: 'labels' }>;

function numberRow(
  name: BaselineName,
  train: NumberTarget,
  random: Generator,
  latest: number,
): () => ArrayLike<number> {
  const { values, width } = train;
  if (name === 'random') {
    const extents = ofColumns(values, width, extentOf);
    return () => extents.map(([low, high]) => low + random.uniform() * (high - low));
  }
  if (name === 'mean') return always(ofColumns(values, width, meanOf));
  if (name === 'median') return always(ofColumns(values, width, medianOf));
  if (name === 'last-value') return always(values.subarray(latest * width, (latest + 1) * width));
  // All alike: the score is the mean over all orders.
  if (name === 'random-order') return always([0]);
  return undefinedFor(name, 'numbers');
}

function classRow(
  name: BaselineName,
  train: ClassTarget,
  random: Generator,
  probabilistic: boolean,
  latest: number,
): () => ArrayLike<number> {
  const numClasses = train.classes.length;
  const certainly = (code: number) => Float64Array.from({ length: numClasses }, (_, c) => (c === code ? 1 : 0));
  if (name === 'random') return () => certainly(random.below(numClasses));
  if (name === 'majority') return always(certainly(mostCommon(sharesOf(train.codes, numClasses))));
  if (name === 'median' && train.ordered === true) return always(certainly(middleLevel(train.codes)));
  if (name === 'last-value') return always(certainly(train.codes[latest]!));
  if (name !== 'prior') return undefinedFor(name, 'classes');
  const shares = sharesOf(train.codes, numClasses);
  return probabilistic ? always(shares) : () => certainly(draw(shares, random.uniform()));
}

function labelRow(
  name: BaselineName,
  train: LabelTarget,
  random: Generator,
  probabilistic: boolean,
  latest: number,
): () => ArrayLike<number> {
  const { values, labels } = train;
  const coin = (share: number) => (random.uniform() < share ? 1 : 0);
  if (name === 'random') return () => labels.map(() => coin(0.5));
  if (name === 'last-value') return always(values.subarray(latest * labels.length, (latest + 1) * labels.length));
  const shares = ofColumns(values, labels.length, meanOf);
  if (name === 'majority') return always(shares.map((share) => (share > 0.5 ? 1 : 0)));
  if (name !== 'prior') return undefinedFor(name, 'labels');
  return probabilistic ? always(shares) : () => shares.map(coin);
}

function always(row: ArrayLike<number>): () => ArrayLike<number> {
  return () => row;
}

function draw(shares: Float64Array, at: number): number {
  let sum = 0;
  for (let code = 0; code < shares.length; code++) {
    sum += shares[code]!;
    if (at < sum) return code;
  }
  return mostCommon(shares);
}

function undefinedFor(name: BaselineName, what: string): never {
  throw new StepwellError('measure_mismatch', `The baseline ${name} is not defined for ${what}.`);
}
