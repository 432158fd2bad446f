import { describe, test } from 'vitest';
import fc from 'fast-check';
import { allRows, countRows, take, type Target } from '@stepwell/metrics/targets';
import type { Column } from '@stepwell/data/table';
import { boolean, categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { assertUnseen, type Part } from '../rows/index.ts';
import {
  fitPreparation,
  preparationRecord,
  preparationStep,
  transform,
  transformTarget,
  type ColumnPreparation,
} from './index.ts';

describe('a fitted preparation', () => {
  const ROWS = 12;
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const anyCells = <T>(cell: fc.Arbitrary<T>) => fc.array(fc.option(cell), { minLength: ROWS, maxLength: ROWS });
  const anyTarget: fc.Arbitrary<Target> = fc.oneof(
    fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: ROWS, maxLength: ROWS })
      .map((values): Target => ({ kind: 'number', width: 1, values: Float64Array.from(values) })),
    fc
      .array(fc.nat({ max: 2 }), { minLength: ROWS, maxLength: ROWS })
      .map((codes): Target => ({ kind: 'classes', classes: ['a', 'b', 'c'], codes: Int32Array.from(codes) })),
    fc
      .array(fc.nat({ max: 1 }), { minLength: 2 * ROWS, maxLength: 2 * ROWS })
      .map((values): Target => ({ kind: 'labels', labels: ['p', 'q'], values: Uint8Array.from(values) })),
  );
  const anyPart = fc
    .tuple(
      anyTarget,
      ...['z-score', 'zero-to-one', 'minus-one-to-one', 'robust', 'log'].map((name) =>
        anyCells(finite).map((values) => numeric(name, values)),
      ),
      ...['one-hot', 'hash', 'frequency'].map((name) =>
        anyCells(fc.constantFrom('a', 'b', '')).map((values) => categorical(name, values)),
      ),
      anyCells(fc.boolean()).map((values) => boolean('zero-one', values)),
      anyCells(finite).map((values): Column => ({ ...numeric('date-parts', values), kind: 'date' })),
    )
    .map(([target, ...columns]): Part => ({ table: tableOf(ROWS, ...columns), target, ids: allRows(ROWS) }));
  /** Every column by the step that it is named after. */
  const STEPS = anyPart.map((part) => ({ part, steps: part.table.columns.map(({ name }) => named(name)) }));
  const named = (name: string): ColumnPreparation => ({
    column: name,
    steps: [preparationStep.parse(name), 'mark-missing'],
  });

  test('makes finite numbers of any finite cells, seen or not', ({ expect }) => {
    fc.assert(
      fc.property(STEPS, fc.boolean(), fc.nat({ max: ROWS }), ({ part, steps }, features, fitted) => {
        const preparation = fitPreparation(part, steps, allRows(fitted), { features, bounds: null });
        const values = transform(preparation, part, allRows(ROWS));
        expect(values).toHaveLength(ROWS * preparation.width);
        expect(values.every(Number.isFinite)).toBe(true);
        expect(transformTarget(preparation, part, allRows(ROWS)).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('depends on the rows that it was fitted on, and on no others', ({ expect }) => {
    fc.assert(
      fc.property(STEPS, anyPart, fc.boolean(), ({ part, steps }, other, features) => {
        // The same first eight rows, and others below them.
        const train = allRows(8);
        const mixed: Part = {
          ...part,
          target: mixTarget(part.target, other.target, 8),
          table: tableOf(ROWS, ...part.table.columns.map((column, i) => mixColumn(column, other.table.columns[i]!, 8))),
        };
        const options = { features, bounds: null };
        const before = fitPreparation(part, steps, train, options);
        const after = fitPreparation(mixed, steps, train, options);
        expect(after).toEqual(before);
        expect(transform(after, mixed, train)).toEqual(transform(before, part, train));
      }),
      { numRuns: 200 },
    );
  });

  test('does not depend on which rows are prepared beside a row', ({ expect }) => {
    fc.assert(
      fc.property(STEPS, fc.nat({ max: ROWS - 1 }), ({ part, steps }, row) => {
        const preparation = fitPreparation(part, steps, allRows(8), { features: true, bounds: null });
        const all = transform(preparation, part, allRows(ROWS));
        const alone = transform(preparation, part, Int32Array.of(row));
        expect(alone).toEqual(all.slice(row * preparation.width, (row + 1) * preparation.width));
      }),
    );
  });

  test('is plain data but for its rows', ({ expect }) => {
    fc.assert(
      fc.property(STEPS, ({ part, steps }) => {
        const fitted = fitPreparation(part, steps, allRows(8), { features: true, bounds: null });
        const { fittedOn, ...record } = fitted;
        const copy = { ...preparationRecord.parse(JSON.parse(JSON.stringify(record))), fittedOn };
        expect(transform(copy, part, allRows(ROWS))).toEqual(transform(fitted, part, allRows(ROWS)));
      }),
    );
  });

  test('refuses to be judged on rows that it was fitted on', ({ expect }) => {
    const part: Part = {
      table: tableOf(4, numeric('x', [1, 2, 3, 4])),
      target: { kind: 'number', width: 1, values: new Float64Array(4) },
      ids: Int32Array.of(10, 20, 30, 40),
    };
    const steps: ColumnPreparation[] = [{ column: 'x', steps: ['z-score'] }];
    const { fittedOn } = fitPreparation(part, steps, Int32Array.of(0, 2), { features: false, bounds: null });
    expect(() => assertUnseen(fittedOn, take(part.ids, Int32Array.of(1, 3)), 'It')).not.toThrow();
    expect(() => assertUnseen(fittedOn, take(part.ids, Int32Array.of(1, 2)), 'It')).toThrow(
      expect.objectContaining({ code: 'evaluated_on_fitted_rows' }),
    );
  });
});

/** The first rows of one target and the rest of another, where they are of one kind. */
function mixTarget(first: Target, other: Target, rows: number): Target {
  const width = first.kind === 'labels' ? 2 : 1;
  const from = first.kind === other.kind ? other : first;
  const mix = <T extends Int32Array | Uint8Array | Float64Array>(a: T, b: T): T => {
    const mixed = b.slice() as T;
    mixed.set(a.subarray(0, rows * width));
    return mixed;
  };
  if (countRows(from) !== countRows(first)) throw new Error('the targets differ in length');
  if (first.kind === 'classes' && from.kind === 'classes') return { ...first, codes: mix(first.codes, from.codes) };
  if (first.kind === 'labels' && from.kind === 'labels') return { ...first, values: mix(first.values, from.values) };
  if (first.kind === 'number' && from.kind === 'number') return { ...first, values: mix(first.values, from.values) };
  return first;
}

/** The first rows of one column and the rest of another of the same kind. */
function mixColumn(first: Column, other: Column, rows: number): Column {
  if (first.kind === 'categorical' && other.kind === 'categorical') {
    const names = (column: typeof first, row: number) => column.categories[column.codes[row]!] ?? null;
    return categorical(
      first.name,
      cells(first.codes.length, (row) => names(row < rows ? first : other, row)),
    );
  }
  if ((first.kind === 'numeric' || first.kind === 'date') && other.kind === first.kind) {
    return { ...first, values: first.values.map((value, row) => (row < rows ? value : other.values[row]!)) };
  }
  if (first.kind === 'boolean' && other.kind === 'boolean') {
    return { ...first, values: first.values.map((value, row) => (row < rows ? value : other.values[row]!)) };
  }
  return first;
}
