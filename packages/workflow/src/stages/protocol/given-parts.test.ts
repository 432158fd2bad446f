import { describe, test } from 'vitest';
import { allRows, type Target } from '@stepwell/metrics/targets';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import { splitsOf, structureOf } from './index.ts';
import { chooseFolds } from './choose-folds.ts';
import { sealOf } from './testing/seal-of.ts';

const ROWS = 12;
const y = numeric(
  'y',
  cells(ROWS, (row) => row),
);
const part = categorical('part', [
  'train',
  'Train',
  'val',
  'test',
  'TEST',
  null,
  'train',
  'validation',
  'other',
  'training',
  'dev',
  'test',
]);
const table = tableOf(ROWS, y, part);

describe('a column that gives the parts', () => {
  test('seals the rows given for the test, and leaves out rows without a part', ({ expect }) => {
    const sealed = sealOf(table, { split: 'part' });
    expect(sealed).toMatchObject({
      development: Int32Array.of(0, 1, 2, 6, 7, 9, 10),
      sealed: Int32Array.of(3, 4, 11),
      fromTestFile: true,
    });
  });

  test('gives the validation rows', ({ expect }) => {
    const { development } = sealOf(table, { split: 'part' });
    const rows = development.length;
    const target: Target = { kind: 'number', width: 1, values: new Float64Array(rows) };
    const some = tableOf(
      rows,
      categorical('part', ['train', 'Train', 'val', 'train', 'validation', 'training', 'dev']),
    );
    const structure = structureOf(some, target, specOf({ split: 'part' }));
    expect(structure.given).toEqual(Uint8Array.of(0, 0, 1, 0, 1, 0, 1));
    const folds = chooseFolds(structure, specOf({ split: 'part' }));
    expect(folds).toEqual({ kind: 'hold-out', k: null, iterations: 1, asked: true });
    expect(splitsOf({ ...folds, order: 'random' }, structure, 0)).toEqual([
      { train: Int32Array.of(0, 1, 3, 5), validation: Int32Array.of(2, 4, 6) },
    ]);
    expect(() => chooseFolds(structure, specOf({ split: 'part', folds: 3 }))).toThrow(
      expect.objectContaining({ code: 'protocol_mismatch' }),
    );
  });

  test('without test rows leaves the seal to be drawn', ({ expect }) => {
    const drawn = sealOf(
      tableOf(
        10,
        numeric(
          'y',
          cells(10, (row) => row),
        ),
        categorical(
          'part',
          cells(10, () => 'train'),
        ),
      ),
      {
        split: 'part',
      },
    );
    expect(drawn).toMatchObject({ fromTestFile: false });
    expect(drawn.sealed).toHaveLength(2);
    expect([...drawn.development, ...drawn.sealed].sort((a, b) => a - b)).toEqual([...allRows(10)]);
  });

  test('may use custom values', ({ expect }) => {
    const odd = tableOf(
      ROWS,
      y,
      categorical(
        'fold',
        cells(ROWS, (row) => ['A', 'B', 'test'][row % 3]!),
      ),
    );
    const sealed = sealOf(odd, { split: 'fold', parts: { A: 'train', B: 'test', test: 'none' } });
    expect(sealed).toMatchObject({ development: Int32Array.of(0, 3, 6, 9), sealed: Int32Array.of(1, 4, 7, 10) });
  });

  test('has half of the validation rows sealed where it gives no test rows', ({ expect }) => {
    const halves = categorical(
      'part',
      cells(ROWS, (row) => (row < 4 ? 'train' : 'val')),
    );
    const sealed = sealOf(tableOf(ROWS, y, halves), { split: 'part' });
    expect(sealed.sealed).toHaveLength(4);
    expect(sealed.sealed.every((row) => row >= 4)).toBe(true);
    expect(sealed.development).toHaveLength(8);
    expect([...sealed.development.subarray(0, 4)]).toEqual([0, 1, 2, 3]);
  });

  test('must be there and say which rows are for training', ({ expect }) => {
    expect(() => sealOf(table, { split: 'nowhere' })).toThrow(expect.objectContaining({ code: 'unknown_column' }));
    expect(() => sealOf(table, { split: 'y' })).toThrow(
      expect.objectContaining({ code: 'protocol_mismatch', message: expect.stringContaining('"y" doesn\'t say') }),
    );
  });
});
