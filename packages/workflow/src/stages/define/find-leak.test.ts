import { describe, test } from 'vitest';
import type { Target } from '@stepwell/metrics/targets';
import type { ValueColumn } from '@stepwell/data/table';
import { boolean, categorical, cells, numeric } from '../../../../data/src/testing/columns.ts';
import { findLeak } from './find-leak.ts';

const ROWS = 100;
const alternating: Target = {
  kind: 'classes',
  classes: ['no', 'yes'],
  codes: Int32Array.from({ length: ROWS }, (_, i) => i % 2),
};
const wavy: Target = {
  kind: 'number',
  width: 1,
  values: Float64Array.from({ length: ROWS }, (_, i) => ((i * 37) % 101) - 50.5),
};

function leaks(column: ValueColumn, target: Target = alternating, rows = ROWS): boolean {
  return findLeak(column, rows, target) !== null;
}

describe('a column that leaks the target', () => {
  const alive = (wrong: number) =>
    categorical(
      'alive',
      cells(ROWS, (row) => ((row % 2 === 1) !== row < wrong ? 'yes' : 'no')),
    );

  test('is left out: alive beside survived', ({ expect }) => {
    expect(leaks(alive(0))).toBe(true);
    expect(findLeak(alive(0), ROWS, alternating)!.why).toBe('leaks the target: on its own it is right every time');
  });

  test('is said to name whom a row is about where its values are many and repeat', ({ expect }) => {
    const names = (column: ValueColumn) => findLeak(column, ROWS, alternating)!.evidence['names'];
    // Twenty patients of five rows each; odd ones are "yes", so the class changes 19 times in their order.
    const patient = cells(ROWS, (row) => row % 20);
    expect(
      names(
        categorical(
          'p',
          patient.map((p) => `P${p}`),
        ),
      ),
    ).toBe(true);
    expect(names(numeric('p', patient))).toBe(true);
    // The same as points: below 10 is "no", from there on "yes".
    const points = patient.map((p) => (p % 2 === 0 ? p / 2 : 10 + (p - 1) / 2));
    expect(names(numeric('points', points))).toBe(false);
    expect(
      names(
        numeric(
          'size',
          patient.map((p) => p + 0.5),
        ),
      ),
    ).toBe(false);
    // Nine are too few.
    expect(
      names(
        categorical(
          'code',
          cells(ROWS, (row) => (row % 2 === 0 ? 'no' : `yes ${row % 8}`)),
        ),
      ),
    ).toBe(false);
    expect(names(alive(0))).toBe(false);
  });

  test('is left out when it is a number or a boolean, or has a few missing values', ({ expect }) => {
    expect(
      leaks(
        numeric(
          'code',
          cells(ROWS, (row) => (row % 2 === 1 ? 5 : 2)),
        ),
      ),
    ).toBe(true);
    expect(
      leaks(
        boolean(
          'flag',
          cells(ROWS, (row) => row % 2 === 0),
        ),
      ),
    ).toBe(true);
    expect(
      leaks(
        boolean(
          'flag',
          cells(ROWS, (row) => (row < 10 ? null : row % 2 === 0)),
        ),
      ),
    ).toBe(true);
    expect(
      leaks(
        boolean(
          'flag',
          cells(ROWS, (row) => (row < 11 ? null : row % 2 === 0)),
        ),
      ),
    ).toBe(false);
  });

  test('is right in 995 rows of 1 000 or more', ({ expect }) => {
    const target: Target = {
      kind: 'classes',
      classes: ['a', 'b'],
      codes: Int32Array.from({ length: 1_000 }, (_, i) => i % 2),
    };
    const column = (wrong: number) =>
      boolean(
        'flag',
        cells(1_000, (row) => (row % 2 === 1) !== row < wrong),
      );
    expect(leaks(column(5), target, 1_000)).toBe(true);
    expect(leaks(column(6), target, 1_000)).toBe(false);
  });

  test('is no leak where the majority is as accurate, or with few rows per value', ({ expect }) => {
    const rare: Target = {
      kind: 'classes',
      classes: ['a', 'b'],
      codes: Int32Array.from({ length: 1_000 }, (_, i) => (i === 0 ? 1 : 0)),
    };
    // 99.9 % right by always guessing "a": the column must take nine tenths of the rest.
    expect(
      leaks(
        boolean(
          'flag',
          cells(1_000, (row) => row % 2 === 1),
        ),
        rare,
        1_000,
      ),
    ).toBe(false);
    // 25 names for 100 rows are four rows each.
    const paired = (each: number) =>
      categorical(
        'n',
        cells(ROWS, (row) => `${row % 2}-${Math.floor(row / each)}`),
      );
    expect(leaks(paired(8))).toBe(false);
    expect(leaks(paired(10))).toBe(true);
  });

  test('is a linear function of a number', ({ expect }) => {
    const line = (bend: number) =>
      numeric(
        'x',
        cells(ROWS, (row) => 3 - 2 * ((row * 37) % 101) + bend * (row % 5)),
      );
    expect(leaks(line(0), wavy)).toBe(true);
    expect(leaks(line(5), wavy)).toBe(false);
  });

  test('is not a number too large to square', ({ expect }) => {
    const huge = numeric(
      'x',
      cells(ROWS, (row) => (row % 7) * 1e200),
    );
    expect(leaks(huge, wavy)).toBe(false);
  });

  test('needs thirty rows to be found', ({ expect }) => {
    const flag = (rows: number) =>
      boolean(
        'flag',
        cells(rows, (row) => row % 2 === 0),
      );
    expect(leaks(flag(29), { ...alternating }, 29)).toBe(false);
    expect(leaks(flag(30), { ...alternating }, 30)).toBe(true);
  });

  test('is one that leaks any of several numbers or labels', ({ expect }) => {
    const pair = (a: number, b: number) => [a, b];
    const rows = cells(ROWS, (row) => pair((row * 37) % 101, row % 2));
    const x = numeric(
      'x',
      cells(ROWS, (row) => 7 - ((row * 37) % 101)),
    );
    const numbers: Target = { kind: 'number', width: 2, values: Float64Array.from(rows.flat()) };
    expect(leaks(x, numbers)).toBe(true);
    const labels: Target = {
      kind: 'labels',
      labels: ['high', 'odd'],
      values: Uint8Array.from(rows.flatMap(([a, b]) => [a! > 50 ? 1 : 0, b!])),
    };
    expect(
      leaks(
        boolean(
          'odd',
          cells(ROWS, (row) => row % 2 === 1),
        ),
        labels,
      ),
    ).toBe(true);
    expect(leaks(x, { ...labels, values: labels.values.map((_, i) => (i % 4 === 0 ? 1 : 0)) })).toBe(false);
  });
});

describe('a column that is right nearly every time', () => {
  test('is a strong predictor where it has more values than there are classes, and no leak', ({ expect }) => {
    // Eight odours of two kinds of mushrooms.
    const odour = categorical(
      'odour',
      cells(ROWS, (row) => `${row % 2 === 0 ? 'none' : 'foul'} ${row % 8}`),
    );
    expect(findLeak(odour, ROWS, alternating)).toMatchObject({
      check: 'strong-predictor',
      why: 'is right every time on its own',
    });
    // Three values for two classes may be the classes and "unknown".
    const renamed = categorical(
      'state',
      cells(ROWS, (row) => (row % 2 === 0 ? 'alive' : row % 4 === 1 ? 'dead' : 'gone')),
    );
    expect(findLeak(renamed, ROWS, alternating)).toMatchObject({ check: 'leak' });
  });
});

describe('a column that is empty where the target says so', () => {
  const closed = (wrong: number) =>
    numeric(
      'closed',
      cells(ROWS, (row) => ((row % 2 === 1) !== row < wrong ? row + 0.5 : null)),
    );

  test('leaks it, whatever its values are', ({ expect }) => {
    expect(findLeak(closed(0), ROWS, alternating)).toMatchObject({
      check: 'leak',
      why: 'leaks the target: whether it is empty is right every time, so it may be filled in once the outcome is known',
      evidence: { accuracy: 1, empty: 50 },
    });
    // Right for 99 of 100 rows, below 99.5 %.
    expect(findLeak(closed(1), ROWS, alternating)).toBeNull();
  });

  test('needs ten cells of either kind', ({ expect }) => {
    const codes = (empty: number): Target => ({
      kind: 'classes',
      classes: ['no', 'yes'],
      codes: Int32Array.from({ length: ROWS }, (_, row) => (row < empty ? 0 : 1)),
    });
    const column = (empty: number) =>
      numeric(
        'x',
        cells(ROWS, (row) => (row < empty ? null : row + 0.5)),
      );
    expect(findLeak(column(10), ROWS, codes(10))).toMatchObject({ check: 'leak' });
    expect(findLeak(column(9), ROWS, codes(9))).toBeNull();
  });
});
