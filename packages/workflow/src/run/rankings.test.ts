import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { Table } from '@stepwell/data/table';
import { fileReadingOf } from '@stepwell/data/values';
import { categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import type { RunSpecInput } from '../question/index.ts';
import { driveRun, type Driven } from './drive-run.ts';
import { specOf } from '../testing/spec.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { checkQuestion, openRunData } from './index.ts';

beforeAll(startEngine);

/** `npm run test:size` searches too, as a search in workerd does in `test/workerd/run.test.ts`. */
const EFFORT = process.env['STEPWELL_SIZE'] === 'full' ? 'quick' : 'single';

/**
 * Queries of ten rows whose relevance is the rank of `a - b` within the query, in three grades. `level` is as large as the query
 * is: it says nothing of the order, and would mislead who compares rows across queries.
 */
function rankedTable(queries: number, purpose: string): Table {
  const random = generator(3, 'test', purpose);
  const size = 10;
  const of = cells(queries * size, (row) => Math.floor(row / size));
  const level = cells(queries, () => 20 * random.uniform());
  const a = of.map((query) => level[query]! + random.uniform() * 2);
  const b = of.map((query) => level[query]! + random.uniform() * 2);
  const grades = of.map((query, row) => {
    const own = a[row]! - b[row]!;
    const above = of.filter((other, i) => other === query && a[i]! - b[i]! > own).length;
    return above < 2 ? 2 : above < 5 ? 1 : 0;
  });
  return tableOf(
    of.length,
    numeric('grade', grades),
    categorical(
      'query',
      of.map((query) => `q${query}`),
    ),
    numeric('a', a),
    numeric('b', b),
    numeric(
      'noise',
      of.map(() => random.uniform()),
    ),
  );
}

function rank(table: Table, fields: Partial<RunSpecInput> = {}, gateOnly = false): Promise<Driven> {
  const spec = specOf({ effort: 'quick', target: ['grade'], query: 'query', ...fields });
  return driveRun(openRunData(spec, table, null), gateOnly ? { until: ({ gate }) => gate !== null } : {});
}

describe('a ranking', () => {
  test('finds the order of new queries, better than any column', { timeout: 300_000 }, async ({ expect }) => {
    const { state } = await rank(rankedTable(60, 'queries'), { effort: EFFORT });
    expect(state).toMatchObject({ status: 'finished', measure: { name: 'ndcg@10' } });
    const { test: found, definition, protocol } = state;
    expect(definition).toMatchObject({ type: 'ranking', query: 'query' });
    expect(definition!.inputs.map(({ column }) => column)).toEqual(['a', 'b', 'noise']);
    expect(protocol!.order).toBe('group');
    // A fifth of 60 queries.
    expect(found).toMatchObject({ rows: 120, queries: 12, baseline: { name: 'random-order' } });
    expect(found!.value).toBeGreaterThan(0.95);
    expect(found!.oneColumn!.column).toMatch(/^[ab]$/);
    expect(found!.oneColumn!.gainCi[0]).toBeGreaterThan(0);
  });

  test('of noise stops at the gate', { timeout: 60_000 }, async ({ expect }) => {
    const table = rankedTable(30, 'noise');
    const { state } = await rank(table, { drop: ['a', 'b'], model: { batchSize: 128 } }, true);
    expect(state.gate!.verdict).not.toBe('beats-baseline');
    expect(state.status).toBe('stopped');
  });
});

describe('what is asked of a ranking', () => {
  const table = rankedTable(20, 'asked');
  const REFUSED: { what: string; fields: Partial<RunSpecInput>; code: string; message: RegExp }[] = [
    { what: 'no such column', fields: { query: 'nothing' }, code: 'unknown_column', message: /no column "nothing"/ },
    {
      what: 'the target as the query',
      fields: { query: 'grade' },
      code: 'unknown_column',
      message: /both the target and the query column/,
    },
    {
      what: 'another type',
      fields: { type: 'multiclass' },
      code: 'unsupported_problem',
      message: /makes the problem one of ranking/,
    },
    { what: 'an order of time', fields: { order: 'file' }, code: 'protocol_mismatch', message: /kept in time order/ },
    { what: 'other groups', fields: { group: 'noise' }, code: 'protocol_mismatch', message: /by "noise" or by query/ },
    {
      what: 'categories',
      fields: { target: ['query'], query: 'noise' },
      code: 'unsupported_problem',
      message: /holds categories/,
    },
    {
      what: 'an error of numbers',
      fields: { measure: 'mae' },
      code: 'measure_mismatch',
      message: /isn't defined for rankings/,
    },
    {
      what: 'an expression',
      fields: { custom: { expression: 'mean(error)' } },
      code: 'measure_mismatch',
      message: /looks at single rows/,
    },
    {
      what: 'a query for each row',
      fields: { query: 'noise' },
      code: 'unsupported_problem',
      message: /No query of "noise" has rows of different relevance/,
    },
  ];

  test.for(REFUSED)('$what is refused', ({ fields, code, message }, { expect }) => {
    const question = () => {
      checkQuestion(
        openRunData(specOf({ effort: 'quick', target: ['grade'], query: 'query', ...fields }), table, null),
      );
    };
    expect(question).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  test('negative relevance is refused', ({ expect }) => {
    const negative = {
      ...table,
      columns: table.columns.map((column) =>
        column.name === 'noise'
          ? numeric(
              'noise',
              cells(table.rows, (row) => (row % 10) - 1),
            )
          : column,
      ),
    };
    const spec = specOf({ effort: 'quick', target: ['noise'], query: 'query' });
    expect(() => checkQuestion(openRunData(spec, negative, null))).toThrow(
      expect.objectContaining({ code: 'unsupported_problem', message: expect.stringContaining('a value of -1') }),
    );
  });

  test('a type without its query column', ({ expect }) => {
    const spec = specOf({ effort: 'quick', target: ['grade'], type: 'ranking' });
    expect(() => checkQuestion(openRunData(spec, table, null))).toThrow(
      expect.objectContaining({ code: 'unsupported_problem', message: expect.stringContaining('--query') }),
    );
  });

  test('the qid of an svmlight file is used unasked, and can be overruled', ({ expect }) => {
    const reading = { file: fileReadingOf('svmlight'), columns: [] };
    const columns = table.columns.map((column) => (column.name === 'query' ? { ...column, name: 'qid' } : column));
    const file = { ...table, columns, reading };
    const asked = { effort: 'quick' as const, target: ['grade'] };
    expect(openRunData(specOf(asked), file, null).spec).toMatchObject({ query: 'qid', group: 'qid' });
    for (const other of [{ drop: ['qid'] }, { type: 'multiclass' as const }]) {
      expect(openRunData(specOf({ ...asked, ...other }), file, null).spec.query).toBeUndefined();
    }
    expect(openRunData(specOf(asked), { ...file, reading: undefined }, null).spec.query).toBeUndefined();
  });
});
