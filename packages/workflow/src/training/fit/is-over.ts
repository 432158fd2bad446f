import type { History } from './checkpoint.ts';

/**
 * When a fit may end before its last epoch. `turned`: once its validation loss has risen for as long as it took to fall.
 * `settled`: also once neither loss nor measure has improved for as long.
 */
export type EndingRule = 'turned' | 'settled';

/** Fewer epochs don't show where a curve goes. */
const FEWEST_EPOCHS = 24;
/** A fit goes on until it has trained this many times as long as to its last improvement. */
const PATIENCE = 2;
const PATIENCE_OF_TURNS = 3;
/** An improvement is this share of what was gained since the first epochs. */
const WORTH = 0.01;
/** A rise is this share of the smallest loss, and of what was gained. */
const RISE = 0.03;
const RISE_OF_GAIN = 0.05;
/** Standard errors of an average of the curve's noise. */
const NOISE_FACTOR = 10;
/** Epochs that are averaged. */
const WINDOW = 5;

/**
 * Decides from the curve so far alone whether a fit ends: however it is cut into steps, it ends at the same epoch. The patience grows
 * with the epochs that were worth it.
 *
 * @param greaterIsBetter of the measure.
 * @see Bengio: Practical recommendations for gradient-based training of deep architectures (2012), 3.1.1 on early stopping with a
 *   patience that improvements extend; Prechelt: Early stopping, but when? (1998) on rises of the validation loss
 */
export function isOver(history: History, rule: EndingRule, greaterIsBetter: boolean): boolean {
  const epochs = history.validationLoss.length;
  if (epochs < FEWEST_EPOCHS) return false;
  const loss = summaryOf(history.validationLoss);
  if (epochs < PATIENCE * loss.improved) return false;
  if (rule === 'turned') {
    const rise = loss.last - loss.best;
    const least = Math.max(RISE * Math.abs(loss.best), RISE_OF_GAIN * loss.gain, NOISE_FACTOR * loss.noise);
    return epochs >= PATIENCE_OF_TURNS * loss.improved && rise > least;
  }
  const scores = history.validationScore.filter((score) => score !== null);
  // A measure that isn't defined everywhere says nothing of where it goes.
  if (scores.length < epochs) return true;
  return epochs >= PATIENCE * summaryOf(scores.map((score) => (greaterIsBetter ? -score : score))).improved;
}

/** A curve that should fall: its last improvement (1 for the first epoch), its best and last average, and what was gained. */
function summaryOf(values: readonly number[]): {
  improved: number;
  best: number;
  last: number;
  gain: number;
  noise: number;
} {
  let improved = 1;
  let first = Number.NaN;
  let best = Number.POSITIVE_INFINITY;
  let known = Number.POSITIVE_INFINITY;
  let average = Number.NaN;
  for (let end = WINDOW; end <= values.length; end++) {
    let sum = 0;
    for (let i = end - WINDOW; i < end; i++) sum += values[i]!;
    average = sum / WINDOW;
    if (end === WINDOW) {
      first = average;
      known = average;
    }
    best = Math.min(best, average);
    if (average < known - WORTH * (first - best)) {
      known = average;
      improved = end;
    }
  }
  let squares = 0;
  for (let i = 1; i < values.length; i++) squares += (values[i]! - values[i - 1]!) * (values[i]! - values[i - 1]!);
  // Neighbours differ by √2 of the noise, if it doesn't last.
  const noise = Math.sqrt(squares / (2 * (values.length - 1) * WINDOW));
  return { improved, best, last: average, gain: first - best, noise };
}
