import { describe, test } from 'vitest';
import fc from 'fast-check';
import type { Target } from '@stepwell/metrics/targets';
import { boolean, categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { fitPreparation, type ColumnPreparation } from '../preparation/index.ts';
import { definitionOf } from '../../testing/states.ts';
import type { Part } from '../rows/index.ts';
import { prepareFit, prepareUnseen, readOutputs } from './fit-data.ts';

const PREPARATION: ColumnPreparation[] = [
  { column: 'n', steps: ['z-score', 'mark-missing'] },
  { column: 'c', steps: ['one-hot', 'mark-missing'] },
  { column: 'b', steps: ['zero-one', 'mark-missing'] },
];
const INPUTS = { preparation: PREPARATION, features: false, bounds: null };

const anyRow = fc.record({
  n: fc.option(fc.double({ noDefaultInfinity: true, noNaN: true })),
  c: fc.option(fc.constantFrom('a', 'b', 'c', 'd', '__proto__')),
  b: fc.option(fc.boolean()),
  y: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
});
type Row = typeof anyRow extends fc.Arbitrary<infer R> ? R : never;

/** A part whose rows are rows 1 000 and on of the dataset. */
function partOf(rows: Row[]): Part {
  const target: Target = { kind: 'number', width: 1, values: Float64Array.from(rows, ({ y }) => y) };
  const table = tableOf(
    rows.length,
    numeric(
      'n',
      rows.map(({ n }) => n),
    ),
    categorical(
      'c',
      rows.map(({ c }) => c),
    ),
    boolean(
      'b',
      rows.map(({ b }) => b),
    ),
  );
  return { table, target, ids: Int32Array.from(rows, (_, row) => 1_000 + row) };
}

const ROWS: Row[] = cells(9, (i) => ({ n: i, c: i % 2 ? 'a' : 'b', b: null, y: i }));

describe('a preparation', () => {
  test('is fitted on its training rows: no other cell changes it', ({ expect }) => {
    const rows = fc.array(anyRow, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rows, rows, rows, (train, others, replaced) => {
        const positions = Int32Array.from(train.keys());
        const before = fitPreparation(partOf([...train, ...others]), PREPARATION, positions, INPUTS);
        const after = fitPreparation(partOf([...train, ...replaced]), PREPARATION, positions, INPUTS);
        expect(after).toEqual(before);
      }),
    );
  });

  test('does not depend on the order of its training rows', ({ expect }) => {
    const part = partOf(ROWS);
    const forward = fitPreparation(part, PREPARATION, Int32Array.of(0, 1, 2, 3, 4), INPUTS);
    expect(fitPreparation(part, PREPARATION, Int32Array.of(3, 1, 4, 0, 2), INPUTS)).toEqual(forward);
  });
});

describe('prepareFit', () => {
  test('prepares the training and validation rows, in the order given', ({ expect }) => {
    const data = prepareFit(partOf(ROWS), INPUTS, Int32Array.of(0, 2, 4), Int32Array.of(3, 1));
    expect(data.train.rows).toBe(3);
    expect(data.train.x).toMatchObject({ kind: 'numbers', values: { length: 3 * data.preparation.width } });
    // Targets 0, 2, 4: mean 2, variance 8/3.
    const sd = Math.sqrt(8 / 3);
    [-2 / sd, 0, 2 / sd].forEach((z, row) => expect(data.train.y[row]).toBeCloseTo(z, 6));
    [1 / sd, -1 / sd].forEach((z, row) => expect(data.validation!.prepared.y[row]).toBeCloseTo(z, 6));
    expect(prepareFit(partOf(ROWS), INPUTS, Int32Array.of(0, 2), null).validation).toBeNull();
  });

  test('refuses to validate on a training row', ({ expect }) => {
    expect(() => prepareFit(partOf(ROWS), INPUTS, Int32Array.of(0, 1, 2), Int32Array.of(2, 3))).toThrow(
      expect.objectContaining({ code: 'evaluated_on_fitted_rows' }),
    );
  });
});

describe('prepareUnseen', () => {
  const { preparation } = prepareFit(partOf(ROWS), INPUTS, Int32Array.of(0, 1, 2), null);

  test('prepares rows of another part', ({ expect }) => {
    const other = { ...partOf(ROWS.slice(0, 2)), ids: Int32Array.of(5, 6) };
    expect(prepareUnseen(preparation, other)).toMatchObject({ rows: 2, y: Float32Array.from([-1.2247449, 0]) });
  });

  test('refuses rows of the dataset that it was fitted on, wherever they stand in the part', ({ expect }) => {
    const other = { ...partOf(ROWS.slice(0, 2)), ids: Int32Array.of(5, 1_002) };
    expect(() => prepareUnseen(preparation, other)).toThrow(
      expect.objectContaining({ code: 'evaluated_on_fitted_rows', details: { seen: 1, fitted: 3, evaluated: 2 } }),
    );
  });
});

describe('readOutputs', () => {
  const { preparation } = prepareFit(partOf(ROWS), INPUTS, Int32Array.of(0, 2, 4), null);

  test('makes two probabilities of one', ({ expect }) => {
    expect(readOutputs(definitionOf({ classes: ['a', 'b'] }), preparation, Float32Array.of(0.25, 1))).toEqual({
      kind: 'probabilities',
      numClasses: 2,
      values: Float64Array.of(0.75, 0.25, 0, 1),
    });
  });

  test('keeps the probabilities of several classes', ({ expect }) => {
    const outputs = Float32Array.of(0.25, 0.5, 0.25);
    expect(readOutputs(definitionOf({ type: 'multiclass', classes: ['a', 'b', 'c'] }), preparation, outputs)).toEqual({
      kind: 'probabilities',
      numClasses: 3,
      values: Float64Array.of(0.25, 0.5, 0.25),
    });
  });

  test('turns z-scores back into the unit of the target', ({ expect }) => {
    const { kind, values } = readOutputs(
      definitionOf({ type: 'scalar-regression', classes: null }),
      preparation,
      Float32Array.of(0, 1, -2),
    );
    expect(kind).toBe('number');
    const sd = Math.sqrt(8 / 3);
    [2, 2 + sd, 2 - 2 * sd].forEach((value, row) => expect(values[row]).toBeCloseTo(value, 12));
  });
});
