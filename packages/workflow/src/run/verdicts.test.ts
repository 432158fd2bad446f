import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { DateColumn, Table } from '@stepwell/data/table';
import { namesToGrades, summerToWinter, teachingCsv } from '@stepwell/data/teaching';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { verdictOf } from '../report/index.ts';
import type { RunSpecInput } from '../question/index.ts';
import { boolean, categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import { driveRun, type Driven } from './drive-run.ts';
import { specOf } from '../testing/spec.ts';
import { tableFrom } from '../../../data/src/testing/streams.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const TIMEOUT = { timeout: 120_000 };
/** `npm run test:size` takes five times as many. */
const SEEDS = process.env['STEPWELL_SIZE'] === 'full' ? 100 : 10;

/** Drives a run to the gate's verdict and, if it goes on, no further. */
async function gateOf(table: Table, fields: Partial<RunSpecInput>): Promise<Driven['state']> {
  const { state } = await driveRun(openRunData(specOf({ effort: 'quick', ...fields }), table, null), {
    until: ({ gate }) => gate !== null,
  });
  return state;
}

describe('the verdict', () => {
  test('of first names and grades is no-signal', TIMEOUT, async ({ expect }) => {
    const state = await gateOf(await tableFrom(teachingCsv(namesToGrades(1))), { target: ['grade'] });
    expect(state.gate).toMatchObject({ verdict: 'no-signal' });
    expect(state.gate!.learningCurve!.moreRowsHelp).toBe(false);
    expect(verdictOf(state)).toMatch(/^No sign that the \d columns help predict "grade"/);
  });

  test('of clothes from summer to winter, in order of time, is non-stationary', TIMEOUT, async ({ expect }) => {
    const table = await tableFrom(teachingCsv(summerToWinter(1)));
    const state = await gateOf(table, { target: ['sold'], order: 'time' });
    expect(state.protocol).toMatchObject({ order: 'time' });
    expect(state.gate).toMatchObject({ verdict: 'non-stationary' });
    expect(state.gate!.drift[0]!.columns[0]!.column).toBe('temperature');
    expect(verdictOf(state)).toContain('"temperature"');
  });

  test('of the same clothes, unasked about time, is found out by their dates', TIMEOUT, async ({ expect }) => {
    const table = await tableFrom(teachingCsv(summerToWinter(1)));
    const state = await gateOf(table, { target: ['sold'] });
    expect(state.gate).toMatchObject({ verdict: 'non-stationary' });
    expect(state.gate!.order[0]).toMatchObject({ column: 'day' });
  });

  test.for([{}, { order: 'time' as const }])(
    'of sales that depend on the weekday holds on later rows, asked $order',
    TIMEOUT,
    async (fields, { expect }) => {
      const random = generator(8, 'test', 'weekdays');
      // A year, whose first day was a Saturday: 300 then and on Sundays, 200 otherwise.
      const first = Date.UTC(2022, 0, 1);
      const day: DateColumn = {
        kind: 'date',
        name: 'day',
        values: Float64Array.from({ length: 365 }, (_, row) => first + row * 86_400_000),
      };
      const sales = numeric(
        'sales',
        cells(365, (row) => (row % 7 < 2 ? 300 : 200) + 40 * random.uniform()),
      );
      const other = numeric(
        'x',
        cells(365, () => random.uniform()),
      );
      const state = await gateOf(tableOf(365, day, other, sales), { target: ['sales'], ...fields });
      expect(state.gate).toMatchObject({ verdict: 'beats-baseline' });
      for (const { orderedCi } of state.gate!.order) expect(orderedCi[0]).toBeGreaterThan(0);
    },
  );

  test('of twenty-four rows is underpowered', TIMEOUT, async ({ expect }) => {
    const random = generator(8, 'test', 'few');
    const x = cells(24, () => random.uniform());
    const weak = x.map((value) => (value + 3 * random.uniform() > 2 ? 'yes' : 'no'));
    const state = await gateOf(tableOf(24, numeric('x', x), categorical('y', weak)), {});
    expect(state.gate).toMatchObject({ verdict: 'underpowered' });
    expect(verdictOf(state)).toContain("rows to learn from aren't enough");
  });

  test('of a column that repeats the target is leak-suspected, unless it is settled', TIMEOUT, async ({ expect }) => {
    const random = generator(8, 'test', 'leak');
    const x = cells(200, () => random.uniform());
    const y = x.map((value) => value + 0.5 * random.uniform() > 0.75);
    const table = tableOf(
      200,
      numeric('x', x),
      boolean('alive', y),
      categorical(
        'y',
        y.map((yes) => (yes ? 'a' : 'b')),
      ),
    );
    const state = await gateOf(table, {});
    expect(state).toMatchObject({ status: 'stopped', gate: { verdict: 'leak-suspected' } });
    expect(verdictOf(state)).toContain('"alive" leaks "y"');
    for (const settled of [{ drop: ['alive'] }, { keep: ['alive'] }]) {
      expect((await gateOf(table, settled)).gate).toMatchObject({ verdict: 'beats-baseline' });
    }
  });

  test(
    `of pure noise beats the baseline in at most 5 % of ${SEEDS} seeds`,
    { timeout: 300_000 },
    async ({ expect }) => {
      let beaten = 0;
      for (let seed = 0; seed < SEEDS; seed++) {
        const random = generator(seed, 'test', 'noise');
        const rows = 120;
        const target =
          seed % 2 === 0
            ? categorical(
                'y',
                cells(rows, () => (random.uniform() < 0.5 ? 'a' : 'b')),
              )
            : numeric(
                'y',
                cells(rows, () => random.uniform() + random.uniform()),
              );
        const inputs = cells(3, (i) =>
          numeric(
            `x${i}`,
            cells(rows, () => random.uniform()),
          ),
        );
        const state = await gateOf(tableOf(rows, ...inputs, target), { seed });
        if (state.gate!.verdict === 'beats-baseline') beaten++;
      }
      expect(beaten).toBeLessThanOrEqual(0.05 * SEEDS);
    },
  );
});
