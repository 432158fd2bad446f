import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { Column, Table } from '@stepwell/data/table';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import type { Definition } from '../stages/define/index.ts';
import { driveRun, type Driven, type Driving } from './drive-run.ts';
import { seededTable, seededTargets } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const ROWS = 60;

function specFor(type: Definition['type']) {
  const target = seededTargets(type);
  const model = { batchSize: 32 };
  return specOf(
    type === 'binary'
      ? { target, effort: 'quick', folds: 2, model }
      : {
          target,
          effort: 'quick',
          protocol: 'hold-out',
          ignoreGate: true,
          model,
          ...(type === 'ranking' ? { query: 'query' } : {}),
          ...(type === 'ordinal' ? { type } : {}),
        },
  );
}

function drive(type: Definition['type'], table: Table, driving?: Driving): Promise<Driven> {
  return driveRun(openRunData(specFor(type), table, null), driving);
}

/** What is changed from then on is a TypeError. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

/** What may not depend on anything but the data outside the vault, the spec and the seed. */
function untilTheTest({ state, decisions, points }: Driven) {
  const { test: _, ...rest } = state;
  return {
    state: rest,
    decisions: decisions.filter(({ stage }) => stage !== 'test'),
    points: [...points.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

describe.for<{ type: Definition['type'] }>([
  { type: 'binary' },
  { type: 'multiclass' },
  { type: 'multilabel' },
  { type: 'scalar-regression' },
  { type: 'vector-regression' },
  { type: 'ordinal' },
  { type: 'ranking' },
])('a run of $type', ({ type }) => {
  let plain: Driven;

  beforeAll(async () => {
    // Whoever reads a state shares it with others.
    plain = await drive(type, seededTable(type, ROWS), { onState: freeze });
    if (plain.state.status !== 'finished')
      throw new Error(`the run ${plain.state.status}: ${plain.state.failure?.message}`);
  }, 60_000);

  test('sees nothing of the sealed rows before the test', { timeout: 60_000 }, async ({ expect }) => {
    const table = seededTable(type, ROWS);
    const { sealed } = openRunData(specFor(type), table, null).seal;
    const changed = { ...table, columns: table.columns.map((column) => withOtherCells(column, sealed, type)) };
    expect(openRunData(specFor(type), changed, null).seal.sealed).toEqual(sealed);
    const other = await drive(type, changed);
    expect(untilTheTest(other)).toEqual(untilTheTest(plain));
    expect(other.predictions).not.toEqual(plain.predictions);
  });

  test(
    'does not depend on the order in which ready fits are trained, nor on the size of steps',
    { timeout: 60_000 },
    async ({ expect }) => {
      const random = generator(1, 'test', 'order');
      const shuffled = await drive(type, seededTable(type, ROWS), {
        budget: { minibatches: 37, flops: Infinity },
        choose: (ready) => ready[random.below(ready.length)]!,
      });
      expect(shuffled.state.model!.sha256).toBe(plain.state.model!.sha256);
      expect(shuffled).toEqual({ ...plain, points: expect.anything() });
      expect(untilTheTest(shuffled)).toEqual(untilTheTest(plain));
    },
  );
});

/**
 * The column with another value in every cell of `rows`; classes and labels to predict keep theirs, by which the seal is
 * stratified. No row becomes the copy of another: copies are sealed together.
 */
function withOtherCells(column: Column, rows: Int32Array, type: Definition['type']): Column {
  const isTarget = seededTargets(type).includes(column.name);
  if (isTarget && (column.kind === 'categorical' || type === 'multilabel' || type === 'ranking' || type === 'ordinal'))
    return column;
  if (column.name === 'query') return column;
  const isSealed = new Set(rows);
  switch (column.kind) {
    case 'numeric':
      return {
        ...column,
        values: column.values.map((value, row) =>
          isSealed.has(row)
            ? row % 3 === (column.name === 'x1' ? 0 : 1) && !isTarget
              ? NaN
              : -1e3 * value - row - 1
            : value,
        ),
      };
    case 'boolean':
      return { ...column, values: column.values.map((value, row) => (isSealed.has(row) ? 1 - value : value)) };
    case 'categorical': {
      const categories = [...column.categories, 'never seen'];
      return {
        ...column,
        categories,
        codes: column.codes.map((code, row) => (isSealed.has(row) ? (code + 1 + (row % 2)) % categories.length : code)),
      };
    }
    case 'date':
      return { ...column, values: column.values.map((value, row) => (isSealed.has(row) ? -value : value)) };
    case 'text':
    case 'image':
      return column;
  }
}
