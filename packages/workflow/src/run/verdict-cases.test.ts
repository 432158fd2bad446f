import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { DateColumn, Table } from '@stepwell/data/table';
import { drawTable, type Recipe } from '../../../../bench/verdicts/tables.ts';
import { categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import type { RunSpecInput } from '../question/index.ts';
import { verdictOf } from '../report/index.ts';
import { driveRun, type Driven } from './drive-run.ts';
import { specOf } from '../testing/spec.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const TIMEOUT = { timeout: 120_000 };
/** `npm run test:size` judges 90 tables. */
const FULL = process.env['STEPWELL_SIZE'] === 'full';
const HOUR = 3_600_000;

function gateOf(table: Table, fields: Partial<RunSpecInput> = {}): Promise<Driven> {
  return driveRun(openRunData(specOf({ effort: 'quick', ...fields }), table, null), {
    until: ({ gate }) => gate !== null,
  });
}

function normals(purpose: string): () => number {
  const random = generator(4, 'test', purpose);
  return () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

function everyHours(rows: number, hours: number): DateColumn {
  const first = Date.UTC(2021, 0, 1);
  return {
    kind: 'date',
    name: 'time',
    values: Float64Array.from({ length: rows }, (_, i) => first + i * hours * HOUR),
  };
}

/** How many tables of a kind pass the gate, by its two models alone. */
async function passing(recipe: Recipe, tables: number): Promise<number> {
  let passed = 0;
  for (let seed = 0; seed < tables; seed++) {
    const { x: _x, y: _y, ...table } = drawTable(recipe, seed);
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick', seed }), table, null), {
      gateTrials: ({ id }) => id === 'power',
      until: ({ gate }) => gate !== null,
    });
    if (state.gate!.verdict === 'beats-baseline') passed++;
  }
  return passed;
}

/** `npm run bench:verdicts` draws 200 tables of every kind, and 500 of noise. */
describe('the gate', () => {
  // Of 95 %, fewer than 36 of 40 would be found once in 21, fewer than 11 of 12 once in 9, and of 80 % as many once in 4.
  const found = FULL ? { each: 20, least: 36 } : { each: 6, least: 11 };
  test(`finds a weak linear effect in nearly all of ${2 * found.each} tables`, TIMEOUT, async ({ expect }) => {
    const shared = { rows: 300, columns: 8 };
    const passed =
      (await passing({ kind: 'r2', effect: 0.15, ...shared }, found.each)) +
      (await passing({ kind: 'auc', effect: 0.7, ...shared }, found.each));
    expect(passed).toBeGreaterThanOrEqual(found.least);
  });

  const large = FULL ? 10 : 3;
  test(`finds R² 0.08 in ${large} tables of ${large} with 800 rows`, TIMEOUT, async ({ expect }) => {
    expect(await passing({ kind: 'r2', effect: 0.08, rows: 800, columns: 8 }, large)).toBe(large);
  });

  // Of 40 tables two are expected, and six or more would pass once in 70; of 12 three or more, once in 51.
  const noise = FULL ? { each: 10, tooMany: 6 } : { each: 3, tooMany: 3 };
  test(`passes at most 5 % of ${4 * noise.each} tables of noise, but for chance`, TIMEOUT, async ({ expect }) => {
    let passed = 0;
    for (const width of [{ columns: 8 }, { columns: 4, categories: true }]) {
      passed += await passing({ kind: 'auc', effect: 0.5, rows: 120, ...width }, noise.each);
      passed += await passing({ kind: 'r2', effect: 0, rows: 120, ...width }, noise.each);
    }
    expect(passed).toBeLessThan(noise.tooMany);
  });
});

describe('hourly counts whose level rises over a year', () => {
  const rows = 1_500;
  const time = everyHours(rows, 6);
  const normal = normals('hourly');
  const part = (of: (date: Date) => number) => Array.from(time.values, (moment) => of(new Date(moment)));
  const hour = part((date) => date.getUTCHours());
  const weekday = part((date) => date.getUTCDay());
  const counts = cells(rows, (i) =>
    Math.max(
      0,
      Math.round(
        (1 + (2 * i) / rows) * ([6, 18].includes(hour[i]!) ? 120 : 30) * (weekday[i]! % 6 === 0 ? 0.7 : 1) +
          5 * normal(),
      ),
    ),
  );
  const table = tableOf(rows, time, numeric('hour', hour), numeric('weekday', weekday), numeric('y', counts));

  test('learn hours and weekdays as categories, and later rows are said to be harder', TIMEOUT, async ({ expect }) => {
    const { state, decisions } = await gateOf(table);
    expect(state.gate).toMatchObject({ verdict: 'beats-baseline', adopted: ['categories'] });
    expect(decisions.map(({ choice }) => choice)).toContain('"hour", "weekday" as categories');
    expect(state.preparation!.find(({ column }) => column === 'hour')!.steps).toEqual(['one-hot']);
    const check = state.gate!.order.find(({ column }) => column === 'time')!;
    expect(check.orderedCi[0]).toBeGreaterThan(0);
    expect(check.scoresWorse).toBe(true);
    expect(state.gate!.evidence.join(' ')).toContain('the model keeps its advantage, not its score');
  });

  test('take elapsed time as an input where rows are in time order', TIMEOUT, async ({ expect }) => {
    const { state, decisions } = await gateOf(table, { order: 'time' });
    expect(state.gate!.adopted).toContain('trend');
    expect(decisions.map(({ choice }) => choice)).toContain('elapsed time of "time" is an input');
    expect(state.preparation!.find(({ column }) => column === 'time')!.steps).toEqual(['date-parts']);
  });
});

describe('rows of patients, each with several', () => {
  const each = 8;
  const patients = 60;
  const rows = each * patients;
  const random = generator(4, 'test', 'patients');
  const normal = normals('patients');
  const own = cells(patients, () => [normal(), normal(), normal()]);
  const ill = cells(patients, () => (random.uniform() < 0.5 ? 'ill' : 'well'));
  const who = cells(rows, (row) => Math.floor(row / each));
  const table = tableOf(
    rows,
    categorical(
      'patient_id',
      who.map((patient) => `P${patient}`),
    ),
    ...[0, 1, 2].map((column) =>
      numeric(
        `m${column}`,
        who.map((patient) => own[patient]![column]! + 0.05 * normal()),
      ),
    ),
    categorical(
      'y',
      who.map((patient) => ill[patient]!),
    ),
  );

  test('are to be grouped, since leaving the name out is not enough', TIMEOUT, async ({ expect }) => {
    const { state } = await gateOf(table);
    expect(state).toMatchObject({ status: 'stopped', gate: { verdict: 'leak-suspected' } });
    expect(state.gate!.advice).toMatch(/^Group rows by "patient_id"\. Leaving it out isn't enough/);
  });

  test('show nothing once they are grouped', TIMEOUT, async ({ expect }) => {
    const { state } = await gateOf(table, { group: 'patient_id' });
    expect(state.status).toBe('stopped');
    expect(['no-signal', 'underpowered']).toContain(state.gate!.verdict);
  });

  test('are said to depend on it where the name was left out all the same', TIMEOUT, async ({ expect }) => {
    const { state } = await driveRun(
      openRunData(
        specOf({ effort: 'quick', protocol: 'hold-out', drop: ['patient_id'], model: { epochs: 20 } }),
        table,
        null,
      ),
    );
    expect(state.status).toBe('finished');
    expect(verdictOf(state)).toContain('On rows whose "patient_id" it hadn\'t seen, a small model gained only');
  });
});

describe('amounts that two numbers multiply', () => {
  const rows = 600;
  const normal = normals('amounts');
  const [a, b] = [cells(rows, normal), cells(rows, normal)];
  const amount = cells(rows, (i) => Math.exp(3 + a[i]! - 0.8 * b[i]! + 0.3 * normal()));
  const table = tableOf(rows, numeric('a', a), numeric('b', b), numeric('y', amount));

  test('are learned on a logarithmic scale, and predicted in their own unit', TIMEOUT, async ({ expect }) => {
    const { state, decisions } = await gateOf(table, { measure: 'mae' });
    expect(state.gate!.adopted).toContain('log');
    expect(state.definition!.scale).toBe('log');
    expect(decisions.map(({ choice }) => choice)).toContain('"y" on a logarithmic scale');
    const driven = await driveRun(
      openRunData(
        specOf({ effort: 'single', measure: 'mae', prepare: { y: 'log' }, model: { epochs: 20 } }),
        table,
        null,
      ),
    );
    expect(driven.state.definition!.scale).toBe('log');
    // An error of 0.3 in the logarithm is about a quarter of the amount; the median of the amounts is 20.
    const { metric, value, baseline } = driven.state.test!;
    expect(metric).toBe('mae');
    expect(value).toBeLessThan(0.6 * baseline.value);
  });

  test('are learned as they are where that was asked', TIMEOUT, async ({ expect }) => {
    const { state, decisions } = await gateOf(table, { measure: 'mae', prepare: { y: 'z-score' } });
    expect(state.definition!.scale).toBeUndefined();
    expect(state.gate!.adopted).not.toContain('log');
    expect(decisions).toContainEqual(expect.objectContaining({ choice: 'z-score the target', by: 'user' }));
  });
});

describe('amounts of which most are zero', () => {
  const rows = 500;
  const normal = normals('claims');
  const x = cells(rows, () => normal());
  const amounts = x.map((value) => (0.4 * value + normal() > 0.9 ? Math.exp(4 + normal()) : 0));
  const table = tableOf(rows, numeric('x', x), numeric('y', amounts));

  test('are judged by squared errors unless asked otherwise', TIMEOUT, async ({ expect }) => {
    const { state } = await gateOf(table);
    expect(state).toMatchObject({ measure: { name: 'rmse' }, gate: { verdict: 'beats-baseline' } });
  });

  test('under MAE call for another measure, not for more rows', TIMEOUT, async ({ expect }) => {
    const { state } = await gateOf(table, { measure: 'mae' });
    expect(state.measure).toMatchObject({ name: 'mae', loss: 'mean-absolute-error' });
    expect(state.gate).toMatchObject({ verdict: 'measure-blind' });
    expect(state.gate!.advice).toMatch(/^Mean absolute error rewards always predicting 0/);
  });
});

describe('a rule that turns over in the course of the file', () => {
  test('is learned with elapsed time as an input', TIMEOUT, async ({ expect }) => {
    const rows = 1_000;
    const normal = normals('turning');
    const x = cells(rows, () => normal());
    const y = x.map((value, row) => (Math.cos((Math.PI * row) / rows) * value + 0.3 * normal() > 0 ? 'a' : 'b'));
    const table = tableOf(rows, everyHours(rows, 24), numeric('x', x), categorical('y', y));
    const { state } = await gateOf(table, { order: 'time' });
    expect(state.gate).toMatchObject({ verdict: 'beats-baseline', adopted: ['trend'] });
  });
});
