import { exp, ln } from '@stepwell/base/exact';
import { mean, standardDeviation } from '../inference/descriptive.ts';
import type { Predictions } from '../predictions/predictions.ts';
import type { Target } from '../targets/index.ts';

type Chances = Exclude<Predictions, { kind: 'number' }>;

/** Bounds of 1 / temperature. */
const LEAST = 0.2;
const MOST = 5;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const STEPS = 40;
/** Probabilities closer to 0 come from rounding in float32. */
const TINY = 1e-7;
/** Probabilities that a fit looks at, at most; of more rows it takes evenly spaced ones. */
const MOST_VALUES = 200_000;
/** Deals of the rows for the check of the gain. */
const DEALS = 5;

/** A temperature, and how much it helps rows that it wasn't fitted on. */
export interface Temperature {
  value: number;
  /** How much smaller the mean log loss of a row is, in nats. */
  gain: number;
  /** Standard error of the gain. */
  error: number;
}

/**
 * Fits the temperature by which logits are divided, by the log loss of rows that the models hadn't seen.
 *
 * @param predictions of models that hadn't seen the rows.
 * @param ids numbers of the rows, by which they are dealt.
 * @returns between 0.2 and 5; its gain comes from temperatures fitted on four fifths of the rows, each on the last fifth.
 * @see Guo et al.: On calibration of modern neural networks (2017)
 */
export function fitTemperature(predictions: Chances, target: Target, ids: Int32Array): Temperature {
  const rows = rowsOf(predictions, target);
  const all = Array.from(ids, (_, at) => at);
  const gains = new Float64Array(ids.length);
  for (let deal = 0; deal < DEALS; deal++) {
    const inDeal = (at: number) => ids[at]! % DEALS === deal;
    const others = all.filter((at) => !inDeal(at));
    const beta = others.length === 0 ? 1 : minimize(rows, others);
    for (const at of all.filter(inDeal)) gains[at] = rows.loss(at, 1) - rows.loss(at, beta);
  }
  const error = standardDeviation(gains) / Math.sqrt(ids.length);
  return { value: 1 / minimize(rows, all), gain: mean(gains), error };
}

/** Predictions with their logits divided by a temperature. */
export function atTemperature(predictions: Chances, temperature: number): Chances {
  const { values } = predictions;
  const scaled = new Float64Array(values.length);
  const beta = 1 / temperature;
  if (predictions.kind === 'labels') {
    values.forEach((p, i) => {
      scaled[i] = 1 / (1 + exp(-beta * (ln(clamped(p)) - ln(clamped(1 - p)))));
    });
    return { ...predictions, values: scaled };
  }
  const { numClasses } = predictions;
  for (let start = 0; start < values.length; start += numClasses) {
    let sum = 0;
    for (let i = start; i < start + numClasses; i++) sum += scaled[i] = exp(beta * ln(clamped(values[i]!)));
    for (let i = start; i < start + numClasses; i++) scaled[i]! /= sum;
  }
  return { ...predictions, values: scaled };
}

/** Rows whose log loss is wanted at several temperatures. */
interface Rows {
  width: number;
  /** @param beta 1 / temperature. @returns the log loss of a row in nats. */
  loss: (row: number, beta: number) => number;
}

function rowsOf(predictions: Chances, target: Target): Rows {
  const { values } = predictions;
  const logs = values.map((p) => ln(clamped(p)));
  if (predictions.kind === 'labels' && target.kind === 'labels') {
    const width = predictions.numLabels;
    const logits = values.map((p, i) => logs[i]! - ln(clamped(1 - p)));
    const loss = (row: number, beta: number) => {
      let sum = 0;
      for (let i = row * width; i < (row + 1) * width; i++)
        sum += softplus((1 - 2 * target.values[i]!) * beta * logits[i]!);
      return sum / width;
    };
    return { width, loss };
  }
  if (predictions.kind !== 'probabilities' || target.kind !== 'classes')
    throw new Error('the target is of another kind than the predictions');
  const { numClasses } = predictions;
  const loss = (row: number, beta: number) => {
    const code = target.codes[row]!;
    // A class that training lacked: no temperature helps.
    if (code < 0) return 0;
    let sum = 0;
    for (let i = row * numClasses; i < (row + 1) * numClasses; i++) sum += exp(beta * logs[i]!);
    return ln(sum) - beta * logs[row * numClasses + code]!;
  };
  return { width: numClasses, loss };
}

/** Minimizes the mean loss over 1 / temperature, in which it is convex, by golden sections. */
function minimize({ width, loss }: Rows, given: readonly number[]): number {
  const stride = Math.max(1, Math.ceil((given.length * width) / MOST_VALUES));
  const rows = given.filter((_, i) => i % stride === 0);
  const total = (beta: number) => rows.reduce((sum, row) => sum + loss(row, beta), 0);
  let [low, high] = [LEAST, MOST];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [total(left), total(right)];
  for (let step = 0; step < STEPS; step++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = total(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = total(right);
    }
  }
  return (low + high) / 2;
}

/** @returns ln(1 + exp(x)), without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + ln(1 + exp(-x)) : ln(1 + exp(x));
}

function clamped(p: number): number {
  return Math.max(TINY, p);
}
