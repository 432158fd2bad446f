import { describe, test } from 'vitest';
import { boolean, categorical, numeric, tableOf } from '../testing/columns.ts';
import { allRows, type Part } from '../rows/index.ts';
import type { Column } from '../table/index.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import { columnPreparation, fitPreparation, MAX_ONE_HOT, prepare, transform, transformTarget } from './index.ts';
import type { Input } from '../define/index.ts';

function partOf(rows: number, ...columns: Column[]): Part {
  return {
    table: tableOf(rows, ...columns),
    target: { kind: 'number', values: new Float64Array(rows) },
    ids: allRows(rows),
  };
}

function inputsOf(part: Part): Input[] {
  return part.table.columns.flatMap(({ name, kind }) => (kind === 'text' ? [] : [{ column: name, kind }]));
}

/** Rows prepared by what was fitted on the first `fitted` of them. */
function prepared(fitted: number, part: Part): number[][] {
  const preparation = fitPreparation(part, inputsOf(part), allRows(fitted));
  const values = transform(preparation, part, part.ids);
  return Array.from({ length: part.ids.length }, (_, row) => [
    ...values.subarray(row * preparation.width, (row + 1) * preparation.width),
  ]);
}

describe('z-scores', () => {
  test("are what scikit-learn 1.2.1's StandardScaler makes of them", ({ expect }) => {
    const { train, unseen, mean, sd, trainScaled, unseenScaled } = reference;
    const part = partOf(35, numeric('x', [...train, ...unseen]));
    const [column] = fitPreparation(part, inputsOf(part), allRows(25)).columns;
    if (column?.kind !== 'z-score') throw new Error('expected a z-score');
    expect(column.mean).toBeCloseTo(mean, 9);
    expect(column.sd).toBeCloseTo(sd, 9);
    prepared(25, part).forEach(([value], row) => {
      expect(value).toBeCloseTo([...trainScaled, ...unseenScaled][row]!, 5);
    });
  });

  test('of a constant column are zeros, also where the mean is off by rounding', ({ expect }) => {
    expect(prepared(3, partOf(4, numeric('x', [5, 5, 5, 5])))).toEqual([[0], [0], [0], [0]]);
    const tenths = Array.from({ length: 10 }, () => 0.1);
    for (const [value] of prepared(10, partOf(10, numeric('x', tenths)))) expect(Math.abs(value!)).toBeLessThan(1e-12);
  });

  test('stay within a million deviations, which float32 can hold, on rows never seen', ({ expect }) => {
    // Fitted on 0 and 2: mean 1, standard deviation 1.
    const rows = prepared(2, partOf(5, numeric('x', [0, 2, 1e39, -1e300, 3])));
    expect(rows).toEqual([[-1], [1], [1e6], [-1e6], [2]]);
  });

  test('stay finite for the largest numbers there are', ({ expect }) => {
    const huge = prepared(4, partOf(4, numeric('x', [1e308, -1e308, 1.7e308, 3])));
    for (const [value] of huge) expect(Math.abs(value!)).toBeLessThan(2);
    // Scaled by 1e308: 1, -1 and 0 have mean 0 and sd sqrt(2/3).
    const [[first], [second], [third]] = prepared(3, partOf(3, numeric('x', [1e308, -1e308, 0]))) as [
      [number],
      [number],
      [number],
    ];
    expect(first).toBeCloseTo(Math.sqrt(1.5), 6);
    expect(second).toBeCloseTo(-Math.sqrt(1.5), 6);
    expect(third).toBeCloseTo(0, 6);
  });

  test('put a missing number at the mean, and mark it where training rows had one', ({ expect }) => {
    // Mean 2, sd 1 of 1 and 3.
    expect(prepared(3, partOf(4, numeric('x', [1, 3, null, 5])))).toEqual([
      [-1, 0],
      [1, 0],
      [0, 1],
      [3, 0],
    ]);
    expect(prepared(2, partOf(3, numeric('x', [1, 3, null])))).toEqual([[-1], [1], [0]]);
    expect(prepared(2, partOf(3, numeric('x', [null, null, 7])))).toEqual([
      [0, 1],
      [0, 1],
      [7, 0],
    ]);
  });
});

describe('one-hot', () => {
  test('puts the commonest first, equals in the order of their names', ({ expect }) => {
    const part = partOf(6, categorical('c', ['c', 'd', 'b', 'b', 'c', 'a']));
    const { columns } = fitPreparation(part, inputsOf(part), allRows(6));
    expect(columns).toMatchObject([{ kind: 'one-hot', categories: ['b', 'c', 'a', 'd'], others: false }]);
    expect(prepared(6, part)[0]).toEqual([0, 1, 0, 0]);
  });

  test('makes all zeros of a category never seen, and marks a missing one', ({ expect }) => {
    expect(prepared(3, partOf(5, categorical('c', ['a', 'b', 'a', 'new', null])))).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(prepared(3, partOf(4, categorical('c', ['a', null, 'a', 'new'])))).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
  });

  test('lets categories past the fiftieth share a column, and unseen ones with them', ({ expect }) => {
    const names = Array.from({ length: MAX_ONE_HOT + 2 }, (_, i) => `n${String(i).padStart(2, '0')}`);
    const rows = prepared(54, partOf(56, categorical('c', [...names, 'n51', null, 'new', 'n00'])));
    expect(rows[0]).toHaveLength(MAX_ONE_HOT + 2);
    const where = rows.map((row) => row.indexOf(1));
    // "n51" is the commonest with two rows; "n49" and "n50" come too late; the last column marks missing ones.
    expect(where[51]).toBe(0);
    expect([where[49], where[50]]).toEqual([MAX_ONE_HOT, MAX_ONE_HOT]);
    expect(where.slice(52)).toEqual([0, MAX_ONE_HOT + 1, MAX_ONE_HOT, 1]);
    const fifty = partOf(MAX_ONE_HOT, categorical('c', names.slice(0, MAX_ONE_HOT)));
    expect(prepared(MAX_ONE_HOT, fifty)[0]).toHaveLength(MAX_ONE_HOT);
  });

  test('tells names apart that are parts of every object', ({ expect }) => {
    expect(prepared(3, partOf(4, categorical('c', ['__proto__', 'constructor', '__proto__', 'toString'])))).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
  });
});

test('true and false become 1 and 0, and a missing one is marked', ({ expect }) => {
  expect(prepared(3, partOf(3, boolean('b', [true, false, null])))).toEqual([
    [1, 0],
    [0, 0],
    [0, 1],
  ]);
});

test('columns stand side by side in the order of the inputs', ({ expect }) => {
  const part = partOf(2, numeric('x', [1, 3]), categorical('c', ['a', 'b']), boolean('b', [true, null]));
  expect(prepared(2, part)).toEqual([
    [-1, 1, 0, 1, 0],
    [1, 0, 1, 0, 1],
  ]);
});

test('a table with another kind of column is refused', ({ expect }) => {
  const part = partOf(2, numeric('x', [1, 3]));
  const fitted = fitPreparation(part, inputsOf(part), allRows(2));
  const renamed = partOf(2, numeric('z', [1, 3]));
  expect(() => transform(fitted, partOf(2, boolean('x', [true, false])), allRows(2))).toThrow(
    expect.objectContaining({ code: 'test_table_mismatch' }),
  );
  expect(() => transform(fitted, renamed, allRows(2))).toThrow(expect.objectContaining({ code: 'unknown_column' }));
  expect(() => fitPreparation(renamed, inputsOf(part), allRows(2))).toThrow(
    expect.objectContaining({ code: 'unknown_column' }),
  );
});

test('a number to predict is z-scored over the training rows, a class is its code', ({ expect }) => {
  const part: Part = {
    ...partOf(3, numeric('x', [1, 2, 3])),
    target: { kind: 'number', values: Float64Array.of(10, 14, 20) },
  };
  const fitted = fitPreparation(part, inputsOf(part), allRows(2));
  expect(fitted.target).toEqual({ mean: 12, sd: 2 });
  expect(transformTarget(fitted, part, allRows(3))).toEqual(Float32Array.of(-1, 1, 4));
  const classes: Part = { ...part, target: { kind: 'classes', classes: ['a', 'b'], codes: Int32Array.of(1, 0, -1) } };
  const ofClasses = fitPreparation(classes, inputsOf(part), allRows(2));
  expect(ofClasses.target).toBeNull();
  expect(transformTarget(ofClasses, classes, allRows(3))).toEqual(Float32Array.of(1, 0, -1));
});

describe('prepare', () => {
  test('says what will be done to each column', ({ expect }) => {
    const part = partOf(2, numeric('x', [1, null]), categorical('c', ['a', 'b']), boolean('b', [true, null]));
    const inputs = inputsOf(part);
    const { preparation, decisions } = prepare(part, {
      type: 'scalar-regression',
      target: 'y',
      classes: null,
      inputs,
      leftOut: [],
      hypothesis: '',
      audit: [],
    });
    expect(preparation).toEqual([
      { column: 'x', steps: ['z-score', 'mark-missing'] },
      { column: 'c', steps: ['one-hot'] },
      { column: 'b', steps: ['zero-one', 'mark-missing'] },
    ]);
    for (const column of preparation) expect(columnPreparation.parse(column)).toEqual(column);
    expect(decisions.map(({ choice }) => choice)).toEqual([
      'z-score 1 column',
      'one-hot 1 column',
      'mark missing values in 2 columns',
      'z-score the target',
    ]);
  });
});
