import { describe, test } from 'vitest';
import fc from 'fast-check';
import { generator, permutation } from '@stepwell/base/random';
import { targetAt, type Target } from '../targets/index.ts';
import {
  METRICS,
  metricsFor,
  score,
  scoreInterval,
  scorer,
  scoreStream,
  type Asked,
  type Predictions,
} from '../index.ts';
import { asked, CASES, custom, type Case } from '../testing/cases.ts';

const EXPRESSIONS: Record<keyof typeof CASES, string[]> = {
  binary: ['(5 * tp - fp) / n', 'mean((probability - target) ** 2)', 'max(0, tp / p - fp / (n - p))'],
  multiclass: ['mean(correct) - mean(probability < 0.2)', 'tp / (tp + fp)'],
  labels: ['mean(abs(probability - target))', 'prevalence * sum(correct) / n'],
  number: ['sqrt(mean(error ** 2))', 'mean(abs(error) > 5 ? 2 : 0) + max(error)', 'mean((error - mean(error)) ** 2)'],
  numbers: ['mean(abs(error))', 'min(target) + n'],
};

const KINDS = ['binary', 'multiclass', 'labels', 'number', 'numbers'] as const;
const ALL = KINDS.flatMap((kind) => [
  ...metricsFor(CASES[kind].target).map(({ name }) => ({ kind, what: name, measure: asked(name) })),
  ...EXPRESSIONS[kind].map((expression) => ({ kind, what: expression, measure: custom(expression) })),
]);

function predictionsAt(predictions: Predictions, rows: Int32Array): Predictions {
  const width = predictions.values.length / 60;
  const values = Array.from(rows, (row) => [...predictions.values.subarray(row * width, (row + 1) * width)]);
  return { ...predictions, values: Float64Array.from(values.flat()) };
}

function at({ predictions, target }: Case, rows: Int32Array): Case {
  return { predictions: predictionsAt(predictions, rows), target: targetAt(target, rows) };
}

/** What a model would say that knows the truth. */
function perfect({ predictions, target }: Case): Predictions {
  const truth = (value: Target): ArrayLike<number> =>
    value.kind === 'classes'
      ? Array.from(value.codes).flatMap((code) => value.classes.map((_, c) => (c === code ? 1 : 0)))
      : value.values;
  return { ...predictions, values: Float64Array.from(truth(target)) };
}

describe.for(ALL)('$what of $kind', ({ kind, measure }) => {
  const one: Case = CASES[kind];

  test('counts a row of weight w like w rows', ({ expect }) => {
    const weighted = scorer(measure, one.predictions, one.target);
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }), (weights) => {
        const rows = Int32Array.from(weights.flatMap((weight, row) => Array.from({ length: weight }, () => row)));
        const repeated = at(one, rows);
        close(weighted(Float64Array.from(weights)), score(measure, repeated.predictions, repeated.target), expect);
      }),
      { numRuns: 30 },
    );
  });

  test('counts every row once without weights', ({ expect }) => {
    const weighted = scorer(measure, one.predictions, one.target);
    close(weighted(new Float64Array(60).fill(1)), weighted(null), expect);
  });

  test('is the same in every order of the rows', ({ expect }) => {
    const value = score(measure, one.predictions, one.target);
    for (let seed = 0; seed < 5; seed++) {
      const shuffled = at(one, permutation(60, generator(seed, 'test', 'order')));
      close(score(measure, shuffled.predictions, shuffled.target), value, expect);
    }
  });

  test('is the same however the rows come in chunks', ({ expect }) => {
    const value = score(measure, one.predictions, one.target);
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 5 }), (cuts) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), 60];
        const stream = scoreStream(measure);
        ends.slice(1).forEach((end, i) => {
          const chunk = at(
            one,
            Int32Array.from({ length: end - ends[i]! }, (_, row) => ends[i]! + row),
          );
          stream.add(chunk.predictions, chunk.target);
        });
        close(stream.value(), value, expect);
      }),
      { numRuns: 20 },
    );
    const broken = scoreStream(measure);
    expect(broken.value()).toBeNaN();
    broken.add({ ...one.predictions, values: one.predictions.values.with(7, Number.NaN) }, one.target);
    broken.add(one.predictions, one.target);
    expect(broken.value()).toBeNaN();
    const other = kind === 'number' ? CASES.numbers : CASES.number;
    expect(() => scoreStream(measure).add(other.predictions, one.target)).toThrow(
      expect.objectContaining({ code: 'measure_mismatch' }),
    );
  });

  test('leaves predictions and target as they were', ({ expect }) => {
    const copy = structuredClone(one);
    scorer(measure, one.predictions, one.target)(new Float64Array(60).fill(2));
    expect(one).toEqual(copy);
  });

  test('is not defined without rows', ({ expect }) => {
    const none = at(one, new Int32Array(0));
    const value = score(measure, none.predictions, none.target);
    expect(Number.isNaN(value)).toBe(true);
    expect(Number.isNaN(scorer(measure, one.predictions, one.target)(new Float64Array(60)))).toBe(true);
  });

  test('has an interval about it that is the same for the same seed', ({ expect }) => {
    const value = score(measure, one.predictions, one.target);
    const [low, high] = scoreInterval(measure, one.predictions, one.target, 1, 'test');
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
    expect(low).toBeLessThan(high);
    expect(scoreInterval(measure, one.predictions, one.target, 1, 'test')).toEqual([low, high]);
    const [least, greatest] = METRICS[measure.name].range;
    expect(low).toBeGreaterThanOrEqual(least ?? -Infinity);
    expect(high).toBeLessThanOrEqual(greatest ?? Infinity);
  });
});

describe.for(ALL.filter(({ measure }) => measure.name !== 'custom'))('$what of $kind', ({ kind, measure }) => {
  const one: Case = CASES[kind];
  const { greaterIsBetter, range } = METRICS[measure.name];
  const sign = greaterIsBetter ? 1 : -1;

  test('is best where the predictions are the truth, at the end of its range', ({ expect }) => {
    const best = score(measure, perfect(one), one.target);
    expect(best).toBeCloseTo(greaterIsBetter ? range[1]! : range[0]!, 6);
    expect(sign * best).toBeGreaterThan(sign * score(measure, one.predictions, one.target));
  });

  test('stays in its range, whatever the predictions', ({ expect }) => {
    fc.assert(
      fc.property(rowsOf(one.predictions), (values) => {
        const value = score(measure, { ...one.predictions, values }, one.target);
        expect(value).toBeGreaterThanOrEqual(range[0] ?? -Infinity);
        expect(value).toBeLessThanOrEqual((range[1] ?? Infinity) + 1e-12);
      }),
      { numRuns: 50 },
    );
  });
});

/** Predictions of sixty rows: numbers of any size, or probabilities, those of classes with sum 1. */
function rowsOf(predictions: Predictions): fc.Arbitrary<Float64Array> {
  const length = predictions.values.length;
  const cell =
    predictions.kind === 'number'
      ? fc.double({ min: -1e6, max: 1e6, noNaN: true })
      : fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  return fc.array(cell, { minLength: length, maxLength: length }).map((cells) => {
    const values = Float64Array.from(cells);
    if (predictions.kind !== 'probabilities') return values;
    const width = predictions.numClasses;
    return values.map((value, i) => {
      const row = values.subarray(Math.floor(i / width) * width, Math.floor(i / width) * width + width);
      const sum = row.reduce((a, b) => a + b, 0);
      return sum === 0 ? 1 / width : value / sum;
    });
  });
}

/** The same but for rounding, or neither defined. */
function close(value: number, other: number, expect: (value: unknown) => { toBe: (other: unknown) => void }): void {
  const same = Number.isNaN(value) === Number.isNaN(other);
  expect(same && !(Math.abs(value - other) > 1e-9 * Math.max(1, Math.abs(other)))).toBe(true);
}

test('a measure without a threshold of its own is the same for every threshold', ({ expect }) => {
  const { predictions, target } = CASES.binary;
  const at = (threshold: number): Asked => asked('roc-auc', threshold);
  expect(score(at(0.1), predictions, target)).toBe(score(at(0.9), predictions, target));
});
