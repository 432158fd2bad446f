import { describe, test } from 'vitest';
import { generator, type Generator } from '@stepwell/base/random';
import { findColumn, type Column, type Table } from '@stepwell/data/table';
import { besideForecast, forecastColumns, type RunSpec } from '../../question/index.ts';
import { expandingWindow, timeHoldOut, type RowStructure } from '../../stages/protocol/index.ts';
import { specOf } from '../../testing/spec.ts';
import { categorical, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { openRunData } from '../run-data.ts';
import { deriveForecast, type Derived } from './derive-forecast.ts';

/** `npm run test:forecast-leaks` generates more. */
const SERIES = Number(process.env['STEPWELL_FORECASTS'] || 100);
const DAY = 86_400_000;

interface Drawn {
  table: Table;
  spec: RunSpec;
}

/** Rows of one to three series in no order, with gaps, missing values, another column and steps of any kind. */
function draw(random: Generator): Drawn {
  const count = 1 + random.below(3);
  const horizon = 1 + random.below(6);
  const season = [1, 1, 4, 7][random.below(4)]!;
  const size = [DAY, DAY / 24, 7 * DAY][random.below(3)]!;
  const rows: { time: number; name: string; y: number | null; x: number }[] = [];
  for (let series = 0; series < count; series++) {
    const scale = 10 ** random.below(4);
    const length = 110 + random.below(60);
    let level = scale * random.uniform();
    for (let t = 0; t < length; t++) {
      level += scale * (random.uniform() - 0.45);
      const y = level + scale * Math.sin((2 * Math.PI * t) / Math.max(2, season));
      if (random.uniform() < 0.02) continue;
      const isMissing = random.uniform() < 0.02;
      rows.push({ time: t * size, name: `s${series}`, y: isMissing ? null : y, x: random.uniform() });
    }
  }
  rows.sort(() => random.uniform() - 0.5);
  const table = tableOf(
    rows.length,
    {
      kind: 'date',
      name: 'time',
      values: Float64Array.from(rows, ({ time }) => time),
    },
    categorical(
      'name',
      rows.map(({ name }) => name),
    ),
    numeric(
      'y',
      rows.map(({ y }) => y),
    ),
    numeric(
      'x',
      rows.map(({ x }) => x),
    ),
  );
  const spec = specOf({ horizon, season: [season], ...(count > 1 ? { series: 'name' } : { drop: ['name'] }) });
  return { table, spec };
}

/** The table with other numbers where its rows are later than a time. */
function changedAfter({ columns, ...table }: Table, time: number, random: Generator): Table {
  const times = numbers({ ...table, columns }, 'time');
  return {
    ...table,
    columns: columns.map((column): Column =>
      column.kind !== 'numeric'
        ? column
        : {
            ...column,
            values: column.values.map((value, row) =>
              times[row]! > time && !Number.isNaN(value) ? 1e4 * (random.uniform() - 0.5) : value,
            ),
          },
    ),
  };
}

function numbers(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== 'numeric' && column?.kind !== 'date') throw new Error(`no numbers named ${name}`);
  return column.values;
}

/** The cells of a row as they are known at its time, and its targets where they are known by `time`. */
function knownCells({ table, forecast, spec }: Derived, row: number, time: number): unknown[] {
  const { unit, known } = forecastColumns(forecast);
  const isTrained = numbers(table, known)[row]! <= time;
  return table.columns
    .filter(({ name }) => name !== unit && (isTrained || !spec.target.includes(name)))
    .map((column) => [
      column.name,
      column.kind === 'categorical'
        ? column.categories[column.codes[row]!]
        : column.kind === 'numeric' || column.kind === 'date'
          ? column.values[row]
          : null,
    ]);
}

// Only a hang takes as long.
const TIMEOUT = { timeout: 1_800_000 };

describe(`no row of a forecast sees a later value, in ${SERIES} generated files`, TIMEOUT, () => {
  test('a change after an origin changes none of its inputs and naive forecasts, and no target known by then', ({
    expect,
  }) => {
    let rows = 0;
    for (let i = 0; i < SERIES; i++) {
      const random = generator(1, 'test', `leaks/${i}`);
      const { table, spec } = draw(random);
      const before = deriveForecast(spec, table);
      const times = numbers(before.table, 'time');
      const time = times[random.below(times.length)]!;
      const after = deriveForecast(spec, changedAfter(table, time, random));
      expect(numbers(after.table, 'time')).toEqual(times);
      for (let row = 0; row < times.length; row++) {
        if (times[row]! > time) continue;
        rows++;
        const [was, is] = [knownCells(before, row, time), knownCells(after, row, time)];
        if (JSON.stringify(was) !== JSON.stringify(is)) expect(is, `file ${i}, row ${row}`).toEqual(was);
      }
    }
    expect(rows).toBeGreaterThan(20 * SERIES);
  });

  test('a change in the sealed end changes nothing of the development rows, nor what is decided', ({ expect }) => {
    for (let i = 0; i < SERIES; i++) {
      const random = generator(1, 'test', `sealed/${i}`);
      const { table, spec } = draw(random);
      const asked = i % 2 === 0 ? spec : { ...spec, season: undefined };
      const before = openRunData(asked, table, null);
      const after = openRunData(asked, changedAfter(table, before.forecast!.cut, random), null);
      expect(after.forecast!.forecast).toEqual(before.forecast!.forecast);
      expect(after.development).toEqual(before.development);
    }
  });

  test('what a model is trained on is known before what it is judged by, in every split and in the vault', ({
    expect,
  }) => {
    for (let i = 0; i < SERIES; i++) {
      const random = generator(1, 'test', `splits/${i}`);
      const { table, spec } = draw(random);
      const data = openRunData(spec, table, null);
      const { forecast } = data.forecast!;
      const { known: name } = forecastColumns(forecast);
      const [times, known] = [numbers(data.development, 'time'), numbers(data.development, name)];
      const sealed = numbers(data.unseal(), 'time');
      expect(Math.max(...known)).toBeLessThanOrEqual(Math.min(...sealed));
      const structure: RowStructure = {
        rows: times.length,
        strata: new Int32Array(times.length),
        groups: null,
        times,
        known,
      };
      for (const { train, validation } of [...expandingWindow(structure, 3), ...timeHoldOut(structure, 0.2)]) {
        const last = train.reduce((most, row) => Math.max(most, known[row]!), -Infinity);
        const first = validation.reduce((least, row) => Math.min(least, times[row]!), Infinity);
        expect(last).toBeLessThanOrEqual(first);
        expect(validation.length).toBeGreaterThan(0);
      }
      expect([...besideForecast(data.spec)].every((column) => findColumn(data.development, column))).toBe(true);
    }
  });
});
