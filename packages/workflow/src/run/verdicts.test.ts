import { beforeAll, describe, test } from 'vitest';
import { startEngine } from '../build/testing/start-engine.ts';
import { generator } from '../random/index.ts';
import { verdictOf } from '../report/index.ts';
import type { RunSpecInput } from '../spec/index.ts';
import type { Table } from '../table/index.ts';
import { namesToGrades, summerToWinter, teachingCsv } from '../teaching/index.ts';
import { boolean, categorical, cells, numeric, tableOf } from '../testing/columns.ts';
import { driveRun, type Driven } from '../testing/drive-run.ts';
import { specOf } from '../testing/spec.ts';
import { tableFrom } from '../testing/streams.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const TIMEOUT = { timeout: 120_000 };
/** `npm run test:size` takes five times as many. */
const SEEDS = process.env['STEPWELL_SIZE'] === 'full' ? 100 : 20;

/** Drives a run to the gate's verdict and, if it goes on, no further. */
async function gateOf(table: Table, fields: Partial<RunSpecInput>): Promise<Driven['state']> {
  const { state } = await driveRun(openRunData(specOf({ effort: 'quick', ...fields }), table, null), {
    until: ({ power }) => power !== null,
  });
  return state;
}

describe('the verdict', () => {
  test('of first names and grades is no-signal', TIMEOUT, async ({ expect }) => {
    const state = await gateOf(await tableFrom(teachingCsv(namesToGrades(1))), { target: ['grade'] });
    expect(state.power).toMatchObject({ verdict: 'no-signal' });
    expect(state.power!.learningCurve!.moreRowsHelp).toBe(false);
    expect(verdictOf(state)).toMatch(/^No sign that the \d columns say anything about "grade"/);
  });

  test('of clothes from summer to winter, in order of time, is non-stationary', TIMEOUT, async ({ expect }) => {
    const table = await tableFrom(teachingCsv(summerToWinter(1)));
    const state = await gateOf(table, { target: ['sold'], order: 'time' });
    expect(state.protocol).toMatchObject({ order: 'time' });
    expect(state.power).toMatchObject({ verdict: 'non-stationary' });
    expect(state.power!.drift[0]!.columns[0]!.column).toBe('temperature');
    expect(verdictOf(state)).toContain('"temperature"');
  });

  test('of the same clothes, unasked about time, is found out by their dates', TIMEOUT, async ({ expect }) => {
    const table = await tableFrom(teachingCsv(summerToWinter(1)));
    const state = await gateOf(table, { target: ['sold'] });
    expect(state.power).toMatchObject({ verdict: 'non-stationary' });
    expect(state.power!.order[0]).toMatchObject({ column: 'day' });
  });

  test('of twenty-four rows is underpowered', TIMEOUT, async ({ expect }) => {
    const random = generator(8, 'test', 'few');
    const x = cells(24, () => random.uniform());
    const weak = x.map((value) => (value + 3 * random.uniform() > 2 ? 'yes' : 'no'));
    const state = await gateOf(tableOf(24, numeric('x', x), categorical('y', weak)), {});
    expect(state.power).toMatchObject({ verdict: 'underpowered' });
    expect(verdictOf(state)).toContain("rows can't settle");
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
    expect(state).toMatchObject({ status: 'stopped', power: { verdict: 'leak-suspected' } });
    expect(verdictOf(state)).toContain('"alive" gives "y" away');
    for (const settled of [{ drop: ['alive'] }, { keep: ['alive'] }]) {
      expect((await gateOf(table, settled)).power).toMatchObject({ verdict: 'beats-baseline' });
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
        if (state.power!.verdict === 'beats-baseline') beaten++;
      }
      expect(beaten).toBeLessThanOrEqual(0.05 * SEEDS);
    },
  );
});
