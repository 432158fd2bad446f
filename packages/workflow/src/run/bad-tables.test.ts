import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { Table } from '@stepwell/data/table';
import { categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import type { RunSpecInput } from '../question/index.ts';
import { driveRun, type Driven } from './drive-run.ts';
import { specOf } from '../testing/spec.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const TIMEOUT = { timeout: 120_000 };
const random = generator(4, 'test', 'bad-tables');
const noise = (rows: number) => cells(rows, () => random.uniform());

function runOf(table: Table, fields: Partial<RunSpecInput> = {}): Promise<Driven> {
  return driveRun(openRunData(specOf({ effort: 'quick', ...fields }), table, null), {
    until: ({ gate }) => gate !== null,
  });
}

describe('a table that can hardly be learned from', () => {
  test('folds without the rare class: said, and too little data', TIMEOUT, async ({ expect }) => {
    const y = cells(100, (row) => (row % 40 === 7 ? 'rare' : 'common'));
    const { state, decisions } = await runOf(tableOf(100, numeric('x', noise(100)), categorical('y', y)));
    expect(decisions).toContainEqual(expect.objectContaining({ choice: 'rare classes not in every fold' }));
    expect(state).toMatchObject({ status: 'stopped', gate: { verdict: 'underpowered' } });
  });

  test(
    'a number that is the same in nearly every row: two classes, and too little data',
    TIMEOUT,
    async ({ expect }) => {
      const y = cells(100, (row) => (row === 50 ? 6 : 5));
      const { state } = await runOf(tableOf(100, numeric('x', noise(100)), numeric('y', y)));
      expect(state).toMatchObject({
        status: 'stopped',
        definition: { type: 'binary' },
        gate: { verdict: 'underpowered' },
      });
    },
  );

  test('all rows in one group: refused, with what is needed', ({ expect }) => {
    const who = cells(100, () => 'P');
    const y = cells(100, (row) => (row % 2 === 0 ? 'a' : 'b'));
    const table = tableOf(100, numeric('x', noise(100)), categorical('who', who), categorical('y', y));
    expect(() => openRunData(specOf({ group: 'who' }), table, null)).toThrow(
      expect.objectContaining({
        code: 'protocol_mismatch',
        message: expect.stringContaining('belong to one group of "who"'),
      }),
    );
  });

  test('two groups, one of them sealed: refused, with what is needed', TIMEOUT, async ({ expect }) => {
    const who = cells(100, (row) => (row % 2 === 0 ? 'P' : 'Q'));
    const y = cells(100, (row) => (row % 3 === 0 ? 'a' : 'b'));
    const table = tableOf(100, numeric('x', noise(100)), categorical('who', who), categorical('y', y));
    const { state } = await runOf(table, { group: 'who' });
    expect(state).toMatchObject({
      status: 'failed',
      failure: { code: 'protocol_mismatch', message: expect.stringContaining('the rows form 1 group') },
    });
  });

  test('classes that one column tells apart for certain: learned, and no leak', TIMEOUT, async ({ expect }) => {
    const x = noise(200);
    const y = x.map((value) => (value > 0.5 ? 'a' : 'b'));
    const { state } = await runOf(tableOf(200, numeric('x', x), categorical('y', y)));
    expect(state.gate).toMatchObject({ verdict: 'beats-baseline' });
    expect(state.definition!.leaks).toEqual([]);
  });

  test('a target of three values: classes if they are whole, else a number', TIMEOUT, async ({ expect }) => {
    const x = noise(120);
    const of = (values: number[]) => runOf(tableOf(120, numeric('x', x), numeric('y', values)));
    const whole = await of(x.map((value) => Math.floor(3 * value)));
    expect(whole.state).toMatchObject({ definition: { type: 'multiclass' }, gate: { verdict: 'beats-baseline' } });
    const halves = await of(x.map((value) => Math.floor(3 * value) / 2));
    expect(halves.state).toMatchObject({
      definition: { type: 'scalar-regression' },
      gate: { verdict: 'beats-baseline' },
    });
  });

  test('ten rows: refused, with how many are needed', TIMEOUT, async ({ expect }) => {
    const { state } = await runOf(tableOf(10, numeric('x', noise(10)), numeric('y', noise(10))));
    expect(state).toMatchObject({
      status: 'failed',
      failure: { code: 'too_few_rows', message: expect.stringContaining('at least 10 are needed') },
    });
  });

  test('a category of its own for every row: an identifier; as many classes: refused', TIMEOUT, async ({ expect }) => {
    const rows = 20_000;
    const names = cells(rows, (row) => `c${(row * 7919) % rows}`);
    const y = cells(rows, () => (random.uniform() < 0.5 ? 'a' : 'b'));
    const table = tableOf(rows, numeric('x', noise(rows)), categorical('c', names), categorical('y', y));
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick' }), table, null), {
      until: ({ definition }) => definition !== null,
    });
    expect(state.definition!.leftOut).toMatchObject([
      { column: 'c', why: expect.stringContaining('looks like an ID') },
    ]);
    const classes = await runOf(tableOf(rows, numeric('x', noise(rows)), categorical('y', names)));
    expect(classes.state).toMatchObject({ status: 'failed', failure: { code: 'target_unique' } });
  });
});
