import { describe, test } from 'vitest';
import type { Target } from '@stepwell/metrics/targets';
import { diagnose, diagnostics } from './index.ts';

/** Probabilities of two classes, from those of the second. */
function binary(...second: number[]) {
  return {
    kind: 'probabilities',
    numClasses: 2,
    values: Float64Array.from(second.flatMap((p) => [1 - p, p])),
  } as const;
}
function two(...codes: number[]): Target {
  return { kind: 'classes', classes: ['no', 'yes'], codes: Int32Array.from(codes) };
}

describe('diagnose, two classes', () => {
  test('counts what is taken for what, at the threshold', ({ expect }) => {
    const found = diagnose(binary(0.9, 0.6, 0.4, 0.1), two(1, 0, 1, 0), ['y'], { name: 'accuracy', threshold: 0.35 });
    expect(found).toMatchObject({
      kind: 'classes',
      classes: ['no', 'yes'],
      together: 0,
      matrix: [
        [1, 1],
        [0, 2],
      ],
    });
    expect(diagnostics.parse(found)).toEqual(found);
  });

  test("draws scikit-learn's example", ({ expect }) => {
    // roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]): fpr 0, 0, .5, .5, 1; tpr 0, .5, .5, 1, 1.
    // precision_recall_curve of the same, from the strictest: precision 1, 1/2, 2/3, 1/2 at recall 1/2, 1/2, 1, 1.
    const found = diagnose(binary(0.1, 0.4, 0.35, 0.8), two(0, 0, 1, 1), ['y'], { name: 'accuracy', threshold: 0.5 });
    expect(found.kind === 'classes' && found.curves).toEqual({
      roc: [
        [0, 0],
        [0, 0.5],
        [0.5, 0.5],
        [0.5, 1],
        [1, 1],
      ],
      precisionRecall: [
        [0.5, 1],
        [0.5, 0.5],
        [1, 2 / 3],
        [1, 0.5],
      ],
      share: 0.5,
      // Wilson's interval of 2 of 4, by its formula.
      calibration: [
        {
          predicted: expect.closeTo(0.4125, 12),
          observed: 0.5,
          rows: 4,
          ci: [expect.closeTo(0.15, 3), expect.closeTo(0.85, 3)],
        },
      ],
    });
  });

  test('joins tenths of few rows to the next, and the last to the one before', ({ expect }) => {
    // 12 rows at 0.05, 4 at 0.35, 7 at 0.45, 3 at 0.95.
    const rows = [
      ...Array.from({ length: 12 }, (_, i) => ({ p: 0.05, code: Number(i < 1) })),
      ...Array.from({ length: 4 }, (_, i) => ({ p: 0.35, code: Number(i < 2) })),
      ...Array.from({ length: 7 }, (_, i) => ({ p: 0.45, code: Number(i < 3) })),
      ...Array.from({ length: 3 }, () => ({ p: 0.95, code: 1 })),
    ];
    const found = diagnose(binary(...rows.map(({ p }) => p)), two(...rows.map(({ code }) => code)), ['y'], {
      name: 'accuracy',
      threshold: 0.5,
    });
    const calibration = (found.kind === 'classes' && found.curves?.calibration) || [];
    expect(calibration.map(({ rows: count, observed }) => [count, observed])).toEqual([
      [12, 1 / 12],
      [14, 8 / 14],
    ]);
    expect(calibration[1]!.predicted).toBeCloseTo((4 * 0.35 + 7 * 0.45 + 3 * 0.95) / 14, 12);
  });

  test('equal probabilities pass together; one class alone has no curves', ({ expect }) => {
    const tied = diagnose(binary(0.5, 0.5), two(0, 1), ['y'], { name: 'accuracy', threshold: 0.5 });
    expect(tied.kind === 'classes' && tied.curves?.roc).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(diagnose(binary(0.5, 0.5), two(1, 1), ['y'], { name: 'accuracy', threshold: 0.5 })).toMatchObject({
      curves: null,
    });
  });

  test('keeps a hundred points of thousands, both ends among them', ({ expect }) => {
    const codes = Array.from({ length: 4000 }, (_, i) => Number(i % 3 === 0));
    const found = diagnose(binary(...codes.map((_, i) => i / 4000)), two(...codes), ['y'], {
      name: 'accuracy',
      threshold: 0.5,
    });
    if (found.kind !== 'classes' || found.curves === null) throw new Error('no curves');
    expect(found.curves.roc).toHaveLength(101);
    expect([found.curves.roc[0], found.curves.roc.at(-1)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});

test('of many classes the rarest are counted together; unknown ones nowhere', ({ expect }) => {
  const classes = Array.from({ length: 32 }, (_, i) => `c${i}`);
  // Each class once, the first 29 twice, and a row of a class that was never seen; all named c31.
  const codes = Int32Array.from([...classes.keys(), ...Array.from({ length: 29 }).keys(), -1]);
  const values = new Float64Array(codes.length * 32);
  codes.forEach((_, row) => (values[row * 32 + 31] = 1));
  const found = diagnose(
    { kind: 'probabilities', numClasses: 32, values },
    { kind: 'classes', classes, codes },
    ['y'],
    { name: 'accuracy', threshold: 0.5 },
  );
  if (found.kind !== 'classes') throw new Error('no classes');
  expect(found.classes).toEqual([...classes.slice(0, 29), 'others']);
  expect(found.together).toBe(3);
  expect(found.matrix.map((row) => row.at(-1))).toEqual([...Array.from({ length: 29 }, () => 2), 3]);
  expect(found.curves).toBeNull();
});

test('labels are counted one by one', ({ expect }) => {
  // Wilson's interval of 1 of 2: 0.5 ± 1.96 / 5.84 · √1.46.
  const ci = [expect.closeTo(0.0945, 4), expect.closeTo(0.9055, 4)];
  const found = diagnose(
    { kind: 'labels', numLabels: 2, values: Float64Array.of(0.9, 0.2, 0.5, 0.1, 0.4, 0.8) },
    { kind: 'labels', labels: ['a', 'b'], values: Uint8Array.of(1, 1, 0, 0, 1, 1) },
    ['a', 'b'],
    { name: 'accuracy', threshold: 0.5 },
  );
  expect(found).toEqual({
    kind: 'labels',
    labels: [
      { label: 'a', hits: 1, falseAlarms: 1, misses: 1, ci },
      { label: 'b', hits: 1, falseAlarms: 0, misses: 1, ci },
    ],
    left: 0,
  });
});

describe('diagnose, numbers', () => {
  test('bins truths and predictions on one axis, and what is off around zero', ({ expect }) => {
    // From 0 to 32 in 32 bins; off by 0, 2 and -1, so that zero is the middle of 21 bins from -2 to 2.
    const found = diagnose(
      { kind: 'number', width: 1, values: Float64Array.of(0, 12.5, 31) },
      { kind: 'number', width: 1, values: Float64Array.of(0, 10.5, 32) },
      ['y'],
      { name: 'accuracy', threshold: 0.5 },
    );
    if (found.kind !== 'number') throw new Error('no numbers');
    expect(found.targets[0]).toMatchObject({
      target: 'y',
      low: 0,
      high: 32,
      bins: 32,
      cells: [
        [0, 0, 1],
        [10, 12, 1],
        [31, 31, 1],
      ],
      residuals: { low: -2, high: 2 },
    });
    // (-1 + 2) / 4 of 21 bins is 5.25, 0 is 10.5.
    expect(found.targets[0]!.residuals.counts.flatMap((count, bin) => (count > 0 ? [bin] : []))).toEqual([5, 10, 20]);
    expect(diagnostics.parse(found)).toEqual(found);
  });

  test('perfect and level predictions have a picture', ({ expect }) => {
    const same = { kind: 'number', width: 1, values: Float64Array.of(3, 3) } as const;
    const found = diagnose(same, same, ['y'], { name: 'accuracy', threshold: 0.5 });
    expect(found).toMatchObject({ targets: [{ cells: [[16, 16, 2]], residuals: { low: 0, high: 0 } }] });
  });
});
