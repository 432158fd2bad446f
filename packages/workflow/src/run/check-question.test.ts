import { describe, test, vi } from 'vitest';
import { StepwellError } from '@stepwell/base/errors';
import type { Table } from '@stepwell/data/table';
import { boolean, categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import { seededTable, seededTargets } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import type { RunSpecInput } from '../question/index.ts';
import { checkQuestion, openRunData } from './index.ts';

describe('checkQuestion', () => {
  const codeOf = (table: Table, fields: Partial<RunSpecInput> = {}, testTable: Table | null = null) => {
    try {
      checkQuestion(openRunData(specOf(fields), table, testTable));
      return null;
    } catch (error) {
      if (!(error instanceof StepwellError)) throw error;
      return error.code;
    }
  };
  const x = (rows: number) =>
    numeric(
      'x',
      cells(rows, (row) => ((row * 7) % 23) + 0.5),
    );
  const halves = (rows: number) =>
    numeric(
      'y',
      cells(rows, (row) => row % 2),
    );

  test('lets a good question through', ({ expect }) => {
    for (const type of ['binary', 'multiclass', 'multilabel', 'scalar-regression', 'vector-regression'] as const)
      expect(codeOf(seededTable(type, 60), { target: seededTargets(type) })).toBeNull();
  });

  test('refuses a training file as its own test file', ({ expect }) => {
    const table = seededTable('binary', 60);
    const { dataset } = specOf({});
    expect(codeOf(table, { testDataset: dataset }, table)).toBe('test_table_mismatch');
  });

  test('refuses inputs that would become too wide for their rows', ({ expect }) => {
    // 40 columns of 50 names, 5,000 rows, a fifth of them sealed: 4,000 rows of 2,000 numbers are 32 MB exactly.
    const names = (columns: number) =>
      Array.from({ length: columns }, (_, i) =>
        categorical(
          `n${i}`,
          cells(5_000, (row) => `v${(row + i) % 50}`),
        ),
      );
    const target = numeric(
      'y',
      cells(5_000, (row) => (row * 7) % 9973),
    );
    expect(codeOf(tableOf(5_000, ...names(40), target))).toBeNull();
    expect(codeOf(tableOf(5_000, ...names(41), target))).toBe('dataset_too_large');
  });

  test('refuses an order of time where no column has one, and two orders', ({ expect }) => {
    const day = (row: number) => Date.UTC(2021, 0, 1 + row);
    const dated = tableOf(
      60,
      { kind: 'date', name: 'day', values: Float64Array.from(cells(60, day)) },
      x(60),
      halves(60),
    );
    expect(codeOf(tableOf(60, x(60), halves(60)), { order: 'time' })).toBe('protocol_mismatch');
    expect(codeOf(dated, { order: 'file', timeColumn: 'day' })).toBe('protocol_mismatch');
    expect(codeOf(dated, { order: 'time' })).toBeNull();
    const when = numeric('when', cells(60, Number));
    expect(codeOf(tableOf(60, when, x(60), halves(60)), { order: 'time' })).toBe('protocol_mismatch');
    expect(codeOf(tableOf(60, when, x(60), halves(60)), { order: 'time', timeColumn: 'when' })).toBeNull();
    expect(codeOf(dated, { order: 'file' })).toBeNull();
  });

  test('puts rows in the order of the file, whatever dates it has', ({ expect }) => {
    const day = (row: number) => Date.UTC(2021, 0, 61 - row);
    const table = tableOf(
      60,
      { kind: 'date', name: 'day', values: Float64Array.from(cells(60, day)) },
      x(60),
      halves(60),
    );
    const sealed = (order: 'file' | 'time') => Math.min(...openRunData(specOf({ order }), table, null).seal.sealed);
    expect(sealed('file')).toBe(48);
    expect(sealed('time')).toBe(0);
  });

  describe('refuses more predictions than can be held at once', () => {
    const named = (rows: number, classes: number) => {
      const categories = cells(classes, (code) => `c${code}`);
      return categorical(
        'y',
        cells(rows, (row) => categories[row % classes]!),
      );
    };
    const ask = (rows: number, classes: number, fields: Partial<RunSpecInput> = {}, testRows: number | null = null) => {
      const testTable = testRows === null ? null : tableOf(testRows, x(testRows), named(testRows, classes));
      try {
        const spec = specOf(testRows === null ? fields : { ...fields, testDataset: '1'.repeat(64) });
        checkQuestion(openRunData(spec, tableOf(rows, x(rows), named(rows, classes)), testTable));
        return null;
      } catch (error) {
        if (!(error instanceof StepwellError) || error.code !== 'dataset_too_large') throw error;
        return error;
      }
    };
    const limit = 1_000_000;

    test('of the test rows', ({ expect }) => {
      const fields = { protocol: 'hold-out' } as const;
      expect(ask(2_000, 1_000, fields, 1_000)).toBeNull();
      const refused = ask(2_000, 1_000, fields, 1_001);
      expect(refused?.details).toEqual({ predicted: 'test', rows: 1_001, outputs: 1_000, limit });
      expect(refused?.message).toBe(
        '1001 test rows with 1000 classes each are 1,001,000 predictions; the limit is 1,000,000. Merge rare classes, or test on fewer rows: a smaller test file, or a random sample of all rows.',
      );
      // Of 5,100 rows a fifth is sealed.
      expect(ask(5_100, 1_000)?.details).toMatchObject({ predicted: 'test', rows: 1_020 });
    });

    test('of the rows of all folds, which are judged together', ({ expect }) => {
      expect(ask(2_000, 500, { protocol: 'k-fold' }, 100)).toBeNull();
      const twice = { protocol: 'iterated-k-fold', iterations: 2 } as const;
      const refused = ask(2_000, 300, twice, 100);
      expect(refused?.details).toEqual({ predicted: 'validation', rows: 4_000, outputs: 300, limit });
      expect(refused?.message).toContain('or use hold-out or fewer iterations');
    });

    test('of a hold-out', ({ expect }) => {
      const single = { effort: 'single', protocol: 'hold-out' } as const;
      // A fifth of 5,000 rows is 1,000; 0.2004 of them, 1,002.
      expect(ask(5_000, 1_000, single, 100)).toBeNull();
      const refused = ask(5_000, 1_000, { ...single, validationShare: 0.2004 }, 100);
      expect(refused?.details).toMatchObject({ predicted: 'validation', rows: 1_002 });
      expect(refused?.message).toContain('or a smaller validationShare');
    });

    test('of the quarter that the gate judges the order of the rows by', ({ expect }) => {
      const fields = { protocol: 'hold-out' } as const;
      expect(ask(4_000, 1_000, fields, 100)).toBeNull();
      expect(ask(4_004, 1_000, fields, 100)?.details).toMatchObject({ predicted: 'gate', rows: 1_001 });
      expect(ask(4_004, 1_000, { ...fields, effort: 'single' }, 100)).toBeNull();
    });

    test('and not those of published sets', ({ expect }) => {
      const passes = (fields: Partial<RunSpecInput>, rows: number, classes: number, testRows: number) =>
        expect(ask(rows, classes, fields, testRows)).toBeNull();
      // Reuters, by rule and in two deals; MNIST, also with the files the other way round; IMDB.
      passes({}, 8_982, 46, 2_246);
      passes({ protocol: 'iterated-k-fold', iterations: 2 }, 8_982, 46, 2_246);
      passes({ protocol: 'k-fold' }, 60_000, 10, 10_000);
      passes({}, 10_000, 10, 60_000);
      passes({ protocol: 'iterated-k-fold', iterations: 10 }, 25_000, 2, 25_000);
    });

    test('before anything of that size is there', ({ expect }) => {
      let largest = 0;
      const watched = new Proxy(Float64Array, {
        construct(of, args, made) {
          const array: Float64Array = Reflect.construct(of, args, made === watched ? of : made);
          largest = Math.max(largest, array.length);
          return array;
        },
      });
      vi.stubGlobal('Float64Array', watched);
      try {
        // 80,000 rows to learn from and 20,000 sealed ones, of 1,000 classes: 640 MB and 160 MB.
        expect(ask(100_000, 1_000)?.details).toMatchObject({ rows: 20_000, outputs: 1_000 });
        // The scores of the simplest guess, asked for by the protocol: 9,999 rows of 100 classes.
        expect(ask(9_999, 100, { measure: 'accuracy' }, 100)).toBeNull();
      } finally {
        vi.unstubAllGlobals();
      }
      expect(largest).toBe(100_000);
    });
  });

  test('refuses targets whose squares leave the numbers', ({ expect }) => {
    const scaled = (factor: number) =>
      numeric(
        'y',
        cells(50, (row) => ((row * 11) % 31) * factor),
      );
    expect(codeOf(tableOf(50, x(50), scaled(1e200)))).toBe('target_out_of_range');
    expect(codeOf(tableOf(50, x(50), scaled(1e-200)))).toBe('target_out_of_range');
    expect(codeOf(tableOf(50, x(50), scaled(1e90)))).toBeNull();
  });

  test('answers a bad one before anything is stored', ({ expect }) => {
    expect(codeOf(tableOf(50, x(50), halves(50)), { target: ['z'] })).toBe('unknown_column');
    expect(codeOf(tableOf(50, x(50), halves(50)), { drop: ['z'] })).toBe('unknown_column');
    expect(codeOf(tableOf(50, x(50), halves(50)), { target: ['x', 'y'] })).toBe('no_inputs');
    expect(codeOf(tableOf(50, x(50), halves(50)), { drop: ['x'] })).toBe('no_inputs');
    expect(codeOf(tableOf(50, x(50), halves(50)), { protocol: 'hold-out', folds: 3 })).toBe('protocol_mismatch');
    // 12 rows leave ten to learn from; 11 leave nine.
    expect(codeOf(tableOf(12, x(12), halves(12)))).toBeNull();
    expect(codeOf(tableOf(11, x(11), halves(11)))).toBe('too_few_rows');
    expect(
      codeOf(
        tableOf(
          50,
          x(50),
          numeric(
            'y',
            cells(50, () => null),
          ),
        ),
      ),
    ).toBe('target_all_missing');
    expect(
      codeOf(
        tableOf(
          50,
          x(50),
          numeric(
            'y',
            cells(50, () => 1),
          ),
        ),
      ),
    ).toBe('target_constant');
    expect(
      codeOf(
        tableOf(
          50,
          x(50),
          categorical(
            'y',
            cells(50, (row) => `n${row}`),
          ),
        ),
      ),
    ).toBe('target_unique');
    expect(
      codeOf(
        tableOf(
          50,
          x(50),
          boolean(
            'y',
            cells(50, (row) => row % 2 === 0),
          ),
        ),
        { measure: 'mse' },
      ),
    ).toBe('measure_mismatch');
  });

  test('refuses a measure that the test rows do not define', ({ expect }) => {
    const table = tableOf(50, x(50), halves(50));
    const one = numeric(
      'y',
      cells(20, () => 1),
    );
    expect(codeOf(table, { measure: 'roc-auc' }, tableOf(20, x(20), one))).toBe('measure_mismatch');
    expect(codeOf(table, { measure: 'accuracy' }, tableOf(20, x(20), one))).toBeNull();
  });

  test('counts only rows with a target', ({ expect }) => {
    const mostlyMissing = numeric(
      'y',
      cells(50, (row) => (row < 11 ? row % 2 : null)),
    );
    expect(codeOf(tableOf(50, x(50), mostlyMissing))).toBe('too_few_rows');
  });

  test('wants a test file with the same inputs; without known answers it is predicted alone', ({ expect }) => {
    const table = tableOf(50, x(50), halves(50));
    expect(codeOf(table, {}, tableOf(20, x(20), halves(20)))).toBeNull();
    expect(codeOf(table, {}, tableOf(20, halves(20)))).toBe('test_table_mismatch');
    expect(codeOf(table, {}, tableOf(20, x(20)))).toBeNull();
    expect(
      codeOf(
        table,
        {},
        tableOf(
          20,
          x(20),
          numeric(
            'y',
            cells(20, () => null),
          ),
        ),
      ),
    ).toBeNull();
  });
});

describe('openRunData', () => {
  test('seals the rows of a test file and learns from all others', ({ expect }) => {
    const data = openRunData(specOf(), seededTable('binary', 40), seededTable('binary', 10));
    expect([...data.seal.development]).toEqual(cells(40, (row) => row));
    expect([...data.seal.sealed]).toEqual(cells(10, (row) => 40 + row));
    expect(data.development).toEqual(seededTable('binary', 40));
  });
});
