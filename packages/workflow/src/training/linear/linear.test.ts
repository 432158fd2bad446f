import fc from 'fast-check';
import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { fitAbsolute } from './absolute.ts';
import { cholesky, solve, traceOfInverse } from './cholesky.ts';
import {
  designOf,
  innerProducts,
  linearValues,
  predictLinear,
  prepareKernelRidge,
  prepareRidge,
  productsOf,
} from './index.ts';
import { fitLogistic, oddsOf, sigmoid } from './logistic.ts';

describe('cholesky', () => {
  test('factors, solves and takes the trace of the inverse of a matrix by hand', ({ expect }) => {
    // [[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]]; its inverse is [[5, -2], [-2, 4]] / 16.
    const lower = cholesky(Float64Array.of(4, 0, 2, 5), 2)!;
    expect([...lower]).toEqual([2, 0, 1, 2]);
    expect([...solve(lower, Float64Array.of(8, 12))]).toEqual([1, 2]);
    expect(traceOfInverse(lower, 2)).toBeCloseTo(9 / 16, 14);
    expect(cholesky(Float64Array.of(1, 0, 2, 1), 2)).toBeNull();
  });

  test('solves any positive definite system', ({ expect }) => {
    const entries = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 16, maxLength: 16 });
    const right = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(entries, right, (a, b) => {
        // AᵀA + I is positive definite.
        const matrix = new Float64Array(16);
        for (let i = 0; i < 4; i++) {
          for (let j = 0; j < 4; j++) {
            matrix[4 * i + j] = i === j ? 1 : 0;
            for (let k = 0; k < 4; k++) matrix[4 * i + j]! += a[4 * k + i]! * a[4 * k + j]!;
          }
        }
        const x = solve(cholesky(matrix, 4)!, Float64Array.from(b));
        b.forEach((value, i) => {
          let sum = 0;
          for (let j = 0; j < 4; j++) sum += matrix[4 * i + j]! * x[j]!;
          expect(sum).toBeCloseTo(value, 8);
        });
      }),
    );
  });
});

describe('prepareRidge', () => {
  test('of one column is Σxy / (Σx² + penalty), with the penalty that generalised cross-validation favours', ({
    expect,
  }) => {
    // x = ±1, y = x + noise that has nothing to do with x: Σx² = 4, Σxy = 4, Σy² = 8.
    const x = Float64Array.of(1, -1, 1, -1);
    const y = Float64Array.of(2, -2, 0, 0);
    const { coefficients, penalty } = prepareRidge(x, 1)(y);
    // Of 0.12, 1.2, 12, 120: b = 4 / (4 + p), error (8 - 4 b - p b²) over (4 - 2 + p / (4 + p))².
    const errorOf = (p: number) => {
      const b = 4 / (4 + p);
      return (8 - 4 * b - p * b * b) / (2 + p / (4 + p)) ** 2;
    };
    const [best] = [0.12, 1.2, 12, 120].sort((a, b) => errorOf(a) - errorOf(b));
    expect(penalty).toBeCloseTo(best!, 12);
    expect(coefficients[0]).toBeCloseTo(4 / (4 + best!), 12);
  });
});

describe('fitLogistic', () => {
  test('solves the penalised score equations', ({ expect }) => {
    const random = generator(3, 'test', 'logistic');
    const [rows, width, penalty] = [80, 3, 0.7];
    const raw = Float64Array.from({ length: rows * width }, () => random.uniform() - 0.5);
    const { train: x } = designOf(
      raw,
      width,
      Int32Array.from({ length: rows }, (_, i) => i),
      new Int32Array(0),
    );
    const y = Float64Array.from({ length: rows }, (_, i) => (raw[3 * i]! + random.uniform() > 0.4 ? 1 : 0));
    const model = fitLogistic(x, width, y, penalty);
    const residuals = oddsOf(model, x, rows).map((odds, i) => y[i]! - sigmoid(odds));
    expect(residuals.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 3);
    for (let j = 0; j < width; j++) {
      const score = residuals.reduce((sum, value, i) => sum + value * x[width * i + j]!, 0);
      expect(score - penalty * model.coefficients[j]!).toBeCloseTo(0, 3);
    }
  });

  test('stays finite where the classes can be told apart for certain', ({ expect }) => {
    const x = Float64Array.of(-2, -1, 1, 2);
    const model = fitLogistic(x, 1, Float64Array.of(0, 0, 1, 1), 1e-6);
    expect(Number.isFinite(model.coefficients[0])).toBe(true);
    expect(oddsOf(model, x, 4).map((odds) => Math.round(sigmoid(odds)))).toEqual(Float64Array.of(0, 0, 1, 1));
  });
});

test('fitAbsolute goes through most of the points, whatever a few are', ({ expect }) => {
  // y = 1 + 2 x on nine points of eleven; the penalty is next to nothing.
  const x = Float64Array.from({ length: 11 }, (_, i) => i - 5);
  const y = x.map((value, i) => (i === 2 || i === 9 ? 500 : 1 + 2 * value));
  const { intercept, coefficients } = fitAbsolute(x, 1, y, 1e-9);
  expect(intercept).toBeCloseTo(1, 1);
  expect(coefficients[0]).toBeCloseTo(2, 1);
});

describe('predictLinear', () => {
  const rows = (...values: number[]) => Int32Array.from(values);

  test('predicts numbers, classes and labels of unseen rows', ({ expect }) => {
    const x = Float64Array.from({ length: 41 }, (_, i) => (i - 20) / 10);
    const train = Int32Array.from({ length: 40 }, (_, i) => i);
    const design = designOf(x, 1, train, rows(40, 0));
    const values = Float64Array.from(train, (row) => 3 + 2 * x[row]!);
    const numbers = predictLinear(design, { kind: 'number', width: 1, values });
    expect(numbers).toMatchObject({ kind: 'number', width: 1 });
    // 7, but for the penalty.
    expect(numbers.values[0]).toBeGreaterThan(6.7);
    expect(numbers.values[0]).toBeLessThan(7.1);
    const codes = Int32Array.from(train, (row) => (x[row]! > 0.3 ? 2 : 0));
    const classes = predictLinear(design, { kind: 'classes', classes: ['a', 'b', 'c'], codes });
    expect(classes.values[2]).toBeGreaterThan(0.8);
    // Of a class that no training row has, nothing is expected.
    expect([classes.values[1], classes.values[4]]).toEqual([0, 0]);
    expect(classes.values[3]).toBeGreaterThan(0.8);
    const labels = predictLinear(design, {
      kind: 'labels',
      labels: ['p', 'q'],
      values: Uint8Array.from({ length: 80 }, (_, i) => (i % 2 === 0 && i > 40 ? 1 : 0)),
    });
    expect(labels.values[0]).toBeGreaterThan(0.8);
    expect(labels.values[1]).toBe(0);
  });

  test('weights classes equally on request', ({ expect }) => {
    // Nothing to learn from, and one row in four is "b": its share is 0.25, or even chances.
    const design = designOf(Float64Array.of(1, 1, -1, -1, 0), 1, rows(0, 1, 2, 3), rows(4));
    const target = { kind: 'classes' as const, classes: ['a', 'b'], codes: rows(0, 0, 0, 1) };
    expect(predictLinear(design, target).values[1]).toBeLessThan(0.3);
    expect(predictLinear(design, target, { balanced: true }).values[1]).toBeGreaterThan(0.42);
  });
});

describe('prepareKernelRidge', () => {
  test('predicts what ridge regression with the same penalty does', ({ expect }) => {
    const [rows, width] = [12, 3];
    const random = generator(1, 'test', 'kernel');
    const values = Float32Array.from({ length: rows * width }, () => random.uniform() - 0.5);
    const all = innerProducts({ kind: 'numbers', values }, rows);
    const train = Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const validation = Int32Array.from([9, 10, 11]);
    const products = productsOf(all, rows, train, validation);
    const design = designOf(values, width, train, validation);
    const y = Float64Array.from(train, (row) => values[row * width]! + 0.1 * random.uniform());
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const centred = y.map((value) => value - mean);
    const dual = prepareKernelRidge(products.train, train.length)(centred);
    // The primal coefficients are the inputs times the dual ones; y - K a = penalty · a gives the penalty away.
    const coefficients = Float64Array.from({ length: width }, (_, j) =>
      dual.reduce((sum, a, i) => sum + a * design.train[i * width + j]!, 0),
    );
    const fitted = linearValues(design.train, coefficients);
    const penalty = (centred[0]! - fitted[0]!) / dual[0]!;
    const gram = new Float64Array(width * width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) {
        gram[i * width + j] = i === j ? penalty : 0;
        for (let row = 0; row < train.length; row++)
          gram[i * width + j]! += design.train[row * width + i]! * design.train[row * width + j]!;
      }
    const cross = Float64Array.from({ length: width }, (_, j) =>
      centred.reduce((sum, value, row) => sum + value * design.train[row * width + j]!, 0),
    );
    const primal = solve(cholesky(gram, width)!, cross);
    const expected = linearValues(design.validation, primal);
    linearValues(products.validation, dual).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
  });

  test('fits nothing where all rows are alike', ({ expect }) => {
    expect([...prepareKernelRidge(new Float64Array(9), 3)(Float64Array.of(1, 0, -1))]).toEqual([0, 0, 0]);
  });
});

describe('innerProducts', () => {
  test('of texts are those of TF-IDF vectors of length 1', ({ expect }) => {
    // Word 0 is in both rows, word 1 in the first, word 2 in the second, twice.
    const words = { vocabulary: 3, start: Int32Array.of(0, 2, 5), ids: Uint16Array.of(0, 1, 0, 2, 2) };
    // ln(3 / 3) + 1 = 1 for word 0, and ln(3 / 2) + 1 for the others.
    const rare = Math.log(1.5) + 1;
    const expected = 1 / (1 + rare ** 2);
    const products = innerProducts({ kind: 'sequences', words, numbers: null }, 2);
    [1, expected, expected, 1].forEach((value, i) => expect(products[i]).toBeCloseTo(value, 12));
    // A number beside it counts as much: its products are 1, -1 and 1.
    const both = innerProducts({ kind: 'sequences', words, numbers: Float32Array.of(2, -2) }, 2);
    [2, expected - 1, expected - 1, 2].forEach((value, i) => expect(both[i]).toBeCloseTo(value, 12));
  });

  test('of images are those of their averages', ({ expect }) => {
    const pixels = (left: number, right: number) =>
      Uint8Array.from({ length: 32 * 32 }, (_, i) => (i % 32 < 16 ? left : right));
    const images = {
      height: 32,
      width: 32,
      channels: 1,
      // Two stores, and rows in another order.
      stores: [pixels(255, 0), pixels(255, 255)],
      at: Int32Array.of(1, 0),
      scale: 1,
    };
    // Each of 256 pixels is an average of four; half of those of the first image are 0.
    const products = innerProducts({ kind: 'images', images, numbers: null }, 2);
    [256, 128, 128, 128].forEach((value, i) => expect(products[i]).toBeCloseTo(value, 3));
    // Around their mean they spread 384 - 640 / 2 = 64, so that they count 2 / 64; the numbers' products of 4 count 2 / 8.
    const both = innerProducts({ kind: 'images', images, numbers: Float32Array.of(2, -2) }, 2);
    [9, 3, 3, 5].forEach((value, i) => expect(both[i]).toBeCloseTo(value, 3));
  });
});
