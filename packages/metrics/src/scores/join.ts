import { StepwellError } from '@stepwell/base/errors';
import { joinAnchors, type Target } from '../targets/index.ts';
import { isRanked } from './metrics.ts';
import type { Predictions } from '../predictions/predictions.ts';
import { codesOf, labelsOf, numbersOf, queriesOf } from '../predictions/target-values.ts';

/**
 * The targets of several parts, one after another.
 *
 * @param targets at least one, of the same classes, labels or columns.
 * @throws {StepwellError} `measure_mismatch` when they are of different kinds.
 */
export function joinTargets(targets: readonly Target[]): Target {
  const [first] = targets;
  if (first === undefined)
    throw new StepwellError(
      'measure_mismatch',
      'No targets were given; at least one was expected. Pass the targets of all folds.',
    );
  switch (first.kind) {
    case 'classes':
      return { ...first, codes: joinInto((length) => new Int32Array(length), targets.map(codesOf)) };
    case 'labels':
      return { ...first, values: joinInto((length) => new Uint8Array(length), targets.map(labelsOf)) };
    case 'number':
      return joinNumbers(first, targets);
  }
}

function joinNumbers(first: Extract<Target, { kind: 'number' }>, targets: readonly Target[]): Target {
  const values = joinInto((length) => new Float64Array(length), targets.map(numbersOf));
  const anchors = targets.flatMap((target) =>
    target.kind === 'number' && target.anchors !== undefined ? [target.anchors] : [],
  );
  return {
    ...first,
    values,
    ...(isRanked(first) ? { queries: joinInto((length) => new Int32Array(length), targets.map(queriesOf)) } : {}),
    ...(anchors.length === targets.length ? { anchors: joinAnchors(anchors) } : {}),
  };
}

/**
 * The predictions for several parts, one after another.
 *
 * @param predictions at least one, all of the same kind and width.
 */
export function joinPredictions(predictions: readonly Predictions[]): Predictions {
  const [first] = predictions;
  if (first === undefined)
    throw new StepwellError(
      'measure_mismatch',
      'No predictions were given; at least one was expected. Pass the predictions of all folds.',
    );
  const values = joinInto(
    (length) => new Float64Array(length),
    predictions.map((each) => each.values),
  );
  return { ...first, values };
}

function joinInto<T extends Int32Array | Uint8Array | Float64Array>(make: (length: number) => T, arrays: T[]): T {
  const all = make(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
