import { describe, test } from 'vitest';
import { StepwellError } from '../errors/index.ts';
import { boolean, categorical, cells, numeric, tableOf } from '../testing/columns.ts';
import { seededTable, seededTargets } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import type { RunSpecInput } from '../spec/index.ts';
import type { Table } from '../table/index.ts';
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

  test('wants a test file with the same columns and known answers', ({ expect }) => {
    const table = tableOf(50, x(50), halves(50));
    expect(codeOf(table, {}, tableOf(20, x(20), halves(20)))).toBeNull();
    expect(codeOf(table, {}, tableOf(20, x(20)))).toBe('test_table_mismatch');
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
    ).toBe('too_few_rows');
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
