import { exp } from '@stepwell/base/exact';
import { formatNumber } from '@stepwell/base/format';
import { isRanked, type Predictions } from '@stepwell/metrics';
import {
  atTemperature,
  calibrationError,
  fitIntervals,
  fitSets,
  fitTemperature,
  type Certainty,
} from '@stepwell/metrics/certainty';
import { toRelative, type Target } from '@stepwell/metrics/targets';
import { byRule, type Decision } from '../../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { Calibration, Certain } from './certain.ts';

/** A gain in log loss of this many standard errors is taken for real. */
const ERRORS = 2;
/** Fewer rows don't tell the standard error of a gain. */
const FEWEST_ROWS = 30;

/** Predictions for validation rows, of models that hadn't seen them. */
export interface OutOfFold {
  predictions: Predictions;
  target: Target;
  /** [predictions]: which row each is of. */
  ids: Int32Array;
}

/**
 * Fits the temperature of the probabilities, and keeps it only where it makes rows more probable that it wasn't fitted on.
 *
 * @param isCumulative whether the model learns which levels a row reaches.
 * @returns the predictions at that temperature; null instead of a calibration where numbers are predicted, or levels reached.
 */
export function concludeCalibration(
  { predictions, target, ids }: OutOfFold,
  isCumulative = false,
): {
  calibration: Calibration | null;
  predictions: Predictions;
  decisions: Decision[];
} {
  // A temperature divides the last layer's outputs, which of levels aren't the logarithms of these probabilities.
  if (predictions.kind === 'number' || isCumulative) return { calibration: null, predictions, decisions: [] };
  const { value, gain, error } = fitTemperature(predictions, target, ids);
  const kept = ids.length >= FEWEST_ROWS && gain > ERRORS * error;
  const calibrated = kept ? atTemperature(predictions, value) : predictions;
  const [before, after] = [predictions, calibrated].map((each) => calibrationError(each, target));
  const calibration = { temperature: kept ? value : 1, gain, error, before: before!, after: after! };
  const found = `A temperature of ${value.toPrecision(3)} makes the log loss of validation rows it wasn't fitted on ${Math.abs(gain).toPrecision(2)} ${gain > 0 ? 'smaller' : 'larger'} (standard error ${error.toPrecision(2)})`;
  const why = kept
    ? `${found}. The calibration error falls from ${percent(before!)} to ${percent(after!)}.`
    : `${found}: not a clear gain. The calibration error is ${percent(before!)}.`;
  const choice = kept
    ? `calibrate probabilities, temperature ${value.toPrecision(3)}`
    : 'leave probabilities as they are';
  return { calibration, predictions: calibrated, decisions: [byRule('tune', choice, why, { ...calibration })] };
}

/**
 * Fits how far predictions may be off, so that intervals or sets hold the truth of nine in ten new rows.
 *
 * @param outOfFold with calibrated probabilities.
 */
export function concludeCertainty(
  trial: string,
  { predictions, target, ids }: OutOfFold,
  calibration: Calibration | null,
  definition: Pick<Definition, 'scale' | 'target'>,
  { order }: Pick<Protocol, 'order'>,
): { certainty: Certain; decisions: Decision[] } {
  const rows = ids.length;
  // A score says where a row stands among others: it has no interval of its own.
  if (isRanked(target)) return { certainty: { trial, bands: null, calibration: null, order }, decisions: [] };
  const bands = bandsOf(predictions, target, definition.scale ?? 'given');
  const certainty: Certain = { trial, bands, calibration, order };
  if (predictions.kind === 'labels') return { certainty, decisions: [] };
  const [choice, why] = bands === null ? tooFew(rows, predictions.kind) : wordsOf(bands, definition.target);
  return { certainty, decisions: [byRule('tune', choice, why + cautionOf(order), { rows, order })] };
}

function bandsOf(predictions: Predictions, target: Target, scale: 'given' | 'log'): Certainty | null {
  if (predictions.kind === 'number' && target.kind === 'number') {
    const { anchors } = target;
    if (anchors === undefined) return fitIntervals(predictions, target, scale);
    return fitIntervals(toRelative(predictions, anchors), toRelative(target, anchors), 'relative');
  }
  if (predictions.kind === 'probabilities' && target.kind === 'classes') return fitSets(predictions, target);
  return null;
}

function tooFew(rows: number, kind: 'number' | 'probabilities'): [string, string] {
  const [what, needed] = kind === 'number' ? ['intervals', 19] : ['sets of classes', 9];
  return [
    `no 90 % ${what}`,
    `They are fitted on at least ${needed} validation rows; there are ${rows}. Add rows to get them.`,
  ];
}

function wordsOf(bands: Certainty, target: readonly string[]): [string, string] {
  const { rows } = bands;
  const fitted = `on ${rows} validation rows that the models hadn't seen`;
  if (bands.kind === 'sets') {
    return [
      `90 % sets: classes of at least ${percent(bands.floor)}`,
      `Fitted ${fitted}: the true class is in the set of nine in ten of them. A set with several classes means that the model can't tell them apart.`,
    ];
  }
  const [first, ...others] = bands.columns;
  const of = others.length > 0 ? ` for ${target[0]}` : '';
  if (bands.scale === 'log') {
    const { low, high } = first!.at(-1)!;
    const factors = [low, high].map((end) => formatNumber(exp(end)));
    return [
      `90 % intervals${of}: ${factors[0]} to ${factors[1]} times the prediction`,
      `Fitted ${fitted}: the truth lies within for nine in ten of them. Errors grow with the number, so the ends are factors of it (of 1 more, exactly).`,
    ];
  }
  if (bands.scale === 'relative') {
    const [nearest, farthest] = [first!, (others.at(-1) ?? first)!].map(([end]) => end!.high - end!.low);
    return [
      `90 % intervals for each step ahead`,
      `Fitted ${fitted}, each step by itself: the truth lies within for nine in ten of them. They are ${formatNumber(nearest!)} wide one step ahead and ${formatNumber(farthest!)} at the last, in units of how far each series' recent values are from the season before.`,
    ];
  }
  const within = `Fitted ${fitted}: the truth lies within for nine in ten of them.`;
  if (first!.length === 1) return [`90 % intervals${of}: ${aroundOf(first![0]!)} the prediction`, within];
  return [
    `90 % intervals${of}: ${aroundOf(first![0]!)} the smallest predictions, ${aroundOf(first!.at(-1)!)} the largest`,
    `${within} Errors spread differently for small and large predictions, so each fifth has ends of its own.`,
  ];
}

/** "4.69 below to 4.12 above"; both ends may lie on one side. */
function aroundOf({ low, high }: { low: number; high: number }): string {
  const side = (end: number) => `${formatNumber(Math.abs(end))} ${end < 0 ? 'below' : 'above'}`;
  return `${side(low)} to ${side(high)}`;
}

function cautionOf(order: Protocol['order']): string {
  switch (order) {
    case 'random':
      return '';
    case 'time':
      return ' Rows are in time order: should later ones differ, fewer than nine in ten are covered.';
    case 'group':
      return ' Rows belong to groups: a single new group may be covered less often than nine in ten.';
  }
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
