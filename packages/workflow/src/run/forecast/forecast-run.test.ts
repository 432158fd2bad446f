import { beforeAll, describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { StepwellError } from '@stepwell/base/errors';
import { findColumn, type Column, type Table } from '@stepwell/data/table';
import { forecastColumns, type RunSpecInput } from '../../question/index.ts';
import { specOf } from '../../testing/spec.ts';
import { startEngine } from '../../training/architecture/testing/start-engine.ts';
import { categorical, cells, numeric, tableOf, text } from '../../../../data/src/testing/columns.ts';
import { checkQuestion } from '../check-question.ts';
import { driveRun, type Driven } from '../drive-run.ts';
import { openRunData } from '../run-data.ts';

const MONTHS = 150;

/** Months of a year with a trend, in one series or two of unlike scale. */
function monthly(names: readonly string[] = ['']): Table {
  const random = generator(4, 'test', 'monthly');
  const rows = names.flatMap((name, at) =>
    cells(MONTHS, (t) => ({
      name,
      time: Date.UTC(2010, t, 1),
      y: 1_000 ** at * (50 + 0.4 * t + 10 * Math.sin((2 * Math.PI * t) / 12) + 3 * (random.uniform() - 0.5)),
    })),
  );
  return tableOf(
    rows.length,
    dates(rows.map(({ time }) => time)),
    categorical(
      'name',
      rows.map(({ name }) => name || 'only'),
    ),
    numeric(
      'y',
      rows.map(({ y }) => y),
    ),
  );
}

function dates(times: readonly number[]): Column {
  return { kind: 'date', name: 'month', values: Float64Array.from(times) };
}

function numbers(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== 'numeric' && column?.kind !== 'date') throw new Error(`no numbers named ${name}`);
  return column.values;
}

beforeAll(startEngine);

describe('a forecast, from a file to what comes next', () => {
  let driven: Driven;
  beforeAll(async () => {
    driven = await driveRun(openRunData(specOf({ effort: 'quick', horizon: 3 }), monthly(), null));
  });

  test('beats the seasonal naive forecast, and says so', ({ expect }) => {
    const { status, test: result, gate, measure, baselines } = driven.state;
    expect([status, gate?.verdict]).toEqual(['finished', 'beats-baseline']);
    expect([gate?.baseline.name, baselines![0]!.name, result!.baseline.name]).toEqual(
      Array.from({ length: 3 }, () => 'seasonal-naive'),
    );
    expect([measure!.name, measure!.beside.includes('mase')]).toEqual(['mae', true]);
    const { model, naive, steps } = result!.ahead!;
    expect(naive.map(({ name }) => name)).toEqual(['seasonal-naive', 'last-value', 'drift']);
    expect(model.mase).toBeLessThan(naive[0]!.mase);
    expect(model.mae).toBeCloseTo(result!.value, 9);
    expect(result!.metrics['mase']).toBeCloseTo(model.mase, 12);
    expect(steps).toHaveLength(3);
    // All steps together are the mean of each.
    expect(steps.reduce((sum, { mae }) => sum + mae / 3, 0)).toBeCloseTo(model.mae, 9);
    expect(steps.every(({ covered, width }) => covered! > 0.6 && width! > 0)).toBe(true);
    const covered = steps.reduce((sum, step) => sum + step.covered! / 3, 0);
    expect(covered).toBeCloseTo(result!.coverage!.value, 9);
  });

  test('goes on from the end of the file, month by month', ({ expect }) => {
    const [only, ...others] = driven.state.ahead!.series;
    expect(others).toEqual([]);
    expect(driven.state.ahead).toMatchObject({ times: 'date', left: 0 });
    const date = (time: number | null) => new Date(time!).toISOString().slice(0, 10);
    expect(only!.steps.map(({ time }) => date(time))).toEqual(['2022-07-01', '2022-08-01', '2022-09-01']);
    expect(date(only!.history.at(-1)!.time)).toBe('2022-06-01');
    only!.steps.forEach(({ value, low, high }, i) => {
      // The series itself, without its noise.
      const truth = 50 + 0.4 * (MONTHS + i) + 10 * Math.sin((2 * Math.PI * (MONTHS + i)) / 12);
      expect(Math.abs(value - truth)).toBeLessThan(4);
      expect(low! < value && value < high!).toBe(true);
    });
  });

  test('decides the season, the step and the order of time', ({ expect }) => {
    const choices = driven.decisions.map(({ choice }) => choice);
    expect(choices).toEqual(
      expect.arrayContaining(['forecast "y" 3 steps ahead', 'a step is one month', 'a season of 12 steps']),
    );
    expect(driven.state.protocol).toMatchObject({ order: 'time', kind: 'k-fold' });
    expect(driven.state.definition).toMatchObject({
      type: 'vector-regression',
      target: ['y +1', 'y +2', 'y +3'],
      forecast: { target: 'y', horizon: 3, season: 12, series: null, step: { unit: 'months', size: 1 } },
    });
    // Nothing that a naive forecast says is an input.
    const inputs = driven.state.definition!.inputs.map(({ column }) => column);
    const beside = Object.values(forecastColumns({ target: 'y', horizon: 3 })).flat();
    expect(inputs.filter((name) => beside.includes(name))).toEqual([]);
  });
});

describe('the gate of a forecast', () => {
  test('stops a random walk, which nothing beats the last value on', async ({ expect }) => {
    for (let seed = 0; seed < 3; seed++) {
      const random = generator(seed, 'test', 'walk');
      let level = 0;
      const walk = cells(200, () => (level += random.uniform() - 0.5));
      const table = tableOf(200, dates(cells(200, (t) => Date.UTC(2000, t, 1))), numeric('y', walk));
      const data = openRunData(specOf({ effort: 'quick', horizon: 4 }), table, null);
      const { state } = await driveRun(data, { until: ({ gate }) => gate !== null });
      expect(['last-value', 'drift']).toContain(state.gate!.baseline.name);
      expect(state.gate!.verdict).not.toBe('beats-baseline');
    }
  });

  test('tries to do with fewer lags where there are rows enough, and neither random rows nor early ones from late', async ({
    expect,
  }) => {
    const plan = async (rows: number) => {
      const t = cells(rows, (row) => Date.UTC(2020, 0, 1) + row * 86_400_000);
      const y = cells(rows, (row) => 5 * Math.sin((2 * Math.PI * row) / 7) + ((row * 37) % 11) / 5);
      const data = openRunData(specOf({ effort: 'quick', horizon: 2 }), tableOf(rows, dates(t), numeric('y', y)), null);
      const { state } = await driveRun(data, { until: ({ stage }) => stage === 'gate' });
      return state.plan!.map(({ id }) => id);
    };
    expect(await plan(700)).toEqual(['power', 'shuffled', 'share-25', 'share-50', 'few-lags']);
    expect(await plan(150)).toEqual(['power', 'shuffled', 'share-25', 'share-50']);
  });

  test('of lags that only add noise leaves them out', async ({ expect }) => {
    const random = generator(2, 'test', 'short');
    let [level, slope] = [0, 0];
    const y = cells(900, () => {
      slope = 0.8 * slope + random.uniform() - 0.5;
      return (level += slope);
    });
    const days = cells(900, (row) => Date.UTC(2020, 0, 1) + row * 86_400_000);
    const data = openRunData(
      specOf({ effort: 'quick', horizon: 2, season: [1] }),
      tableOf(900, dates(days), numeric('y', y)),
      null,
    );
    const { state, decisions } = await driveRun(data, { until: ({ gate }) => gate !== null });
    const said = decisions.find(({ choice }) => choice.includes('lags of more than two steps'))!;
    expect(state.gate!.verdict).toBe('beats-baseline');
    const kept = state.preparation!.some(({ column }) => column === 'y -3');
    expect(kept).toBe(!state.gate!.adopted.includes('lags'));
    expect(said.choice).toContain(kept ? 'are inputs' : 'are left out');
  });
});

describe('the rows of a forecast', () => {
  test('are origins with the values after them, of several series each in its own scale', ({ expect }) => {
    const data = openRunData(specOf({ horizon: 2, series: 'name' }), monthly(['a', 'b']), null);
    const { development } = data;
    const columns = forecastColumns({ target: 'y', horizon: 2 });
    expect(findColumn(development, 'name')).toMatchObject({ kind: 'categorical', categories: ['a', 'b'] });
    const [units, scales] = [numbers(development, columns.unit), numbers(development, columns.scale)];
    // The second is a thousand times the first, so no lag of its rows is.
    expect(units[1]! / units[0]!).toBeGreaterThan(500);
    expect(scales[1]! / scales[0]!).toBeGreaterThan(300);
    expect(Math.max(...numbers(development, 'y now').map(Math.abs))).toBeLessThan(20);
    // Both are cut at the same time: the first sealed origin's.
    const cut = Math.min(...numbers(data.unseal(), 'month'));
    const firsts = ['a', 'b'].map((name) => {
      const vault = data.unseal();
      const named = findColumn(vault, 'name');
      if (named?.kind !== 'categorical') throw new Error('no names');
      const code = named.categories.indexOf(name);
      return Math.min(...numbers(vault, 'month').filter((_, row) => named.codes[row] === code));
    });
    expect(firsts).toEqual([cut, cut]);
  });

  test('have other columns as known by then, and ahead only where they are said to be known', ({ expect }) => {
    const table = monthly();
    const promo = numeric(
      'promo',
      cells(MONTHS, (t) => t % 5),
    );
    const note = text(
      'note',
      cells(MONTHS, (t) => `some words of month ${t}`),
    );
    const withOthers = { ...table, columns: [...table.columns, promo, note] };
    const names = (keep: string[]) =>
      openRunData(specOf({ horizon: 2, keep, drop: ['name'] }), withOthers, null)
        .development.columns.map(({ name }) => name)
        .filter((name) => name.startsWith('promo') || name.startsWith('note'));
    expect(names([])).toEqual(['promo now']);
    expect(names(['promo'])).toEqual(['promo now', 'promo +1', 'promo +2']);
    const { development } = openRunData(specOf({ horizon: 2, keep: ['promo'] }), withOthers, null);
    const at = (numbers(development, 'month')[0]! - Date.UTC(2010, 0, 1)) / (30.44 * 86_400_000);
    const now = Math.round(at) % 5;
    expect(['promo now', 'promo +1', 'promo +2'].map((name) => numbers(development, name)[0])).toEqual([
      now,
      (now + 1) % 5,
      (now + 2) % 5,
    ]);
  });

  test('are never of a gap, nor have one among their targets', ({ expect }) => {
    const table = monthly();
    const y = numbers(table, 'y').map((value, t) => (t === 60 ? Number.NaN : value));
    const gapped = {
      ...table,
      columns: table.columns.map((one) =>
        one.name === 'y'
          ? numeric(
              'y',
              [...y].map((value) => (Number.isNaN(value) ? null : value)),
            )
          : one,
      ),
    };
    const { development } = openRunData(specOf({ horizon: 3 }), gapped, null);
    const months = new Set(numbers(development, 'month'));
    const origin = (t: number) => months.has(Date.UTC(2010, t, 1));
    expect([56, 57, 58, 59, 60, 61].map(origin)).toEqual([true, false, false, false, false, true]);
  });
});

describe('what cannot be forecast', () => {
  const code = (fields: Partial<RunSpecInput>, table = monthly()): [string, string] => {
    try {
      checkQuestion(openRunData(specOf({ horizon: 3, ...fields }), table, null));
    } catch (error) {
      if (error instanceof StepwellError) return [error.code, error.message];
      throw error;
    }
    return ['none', ''];
  };

  test.for<[string, Partial<RunSpecInput>, string, string]>([
    [
      'a horizon longer than the series',
      { horizon: 160 },
      'too_few_rows',
      'has 150 steps, too few to forecast "y" 160 steps ahead',
    ],
    ['too little after a long horizon', { horizon: 60 }, 'too_few_rows', 'Use a shorter horizon'],
    ['two targets', { target: ['y', 'name'] }, 'unsupported_problem', 'One column can be forecast at a time'],
    ['names', { target: ['name'] }, 'unsupported_problem', 'only numbers can be forecast'],
    ['classes', { type: 'binary' }, 'unsupported_problem', 'predicts numbers, not binary'],
    ['groups', { group: 'name' }, 'protocol_mismatch', '--series'],
    ['a random order', { order: 'random' }, 'protocol_mismatch', 'in order of time'],
    ['an order in two ways', { order: 'file', timeColumn: 'month' }, 'protocol_mismatch', 'not both'],
    ['a split column', { split: 'name' }, 'protocol_mismatch', 'split by time'],
    ['a preparation', { prepare: { y: 'log' } }, 'protocol_mismatch', 'prepared by rule'],
    ['a season named twice', { season: [12, 12] }, 'protocol_mismatch', 'named twice'],
    ['a series that is the target', { series: 'y' }, 'protocol_mismatch', 'the target too'],
    ['a series that is none', { series: 'shop' }, 'unknown_column', 'no column "shop"'],
    ['names as times', { timeColumn: 'name' }, 'protocol_mismatch', 'dates or numbers were expected'],
    ['a measure of classes', { measure: 'accuracy' }, 'measure_mismatch', 'mase'],
    ['shuffled folds', { protocol: 'iterated-k-fold' }, 'protocol_mismatch', 'one way'],
    ['more folds than fit', { folds: 20, horizon: 24 }, 'protocol_mismatch', 'folds'],
  ])('%s', ([, fields, expected, words], { expect }) => {
    const [found, message] = code(fields);
    expect([found, message]).toEqual([expected, expect.stringContaining(words)]);
  });

  test('times that repeat, for want of a column of series', ({ expect }) => {
    const [found, message] = code({}, monthly(['a', 'b']));
    expect(found).toBe('protocol_mismatch');
    expect(message).toContain('150 rows repeat the time of another row ("month" 2010-01-01 is the first)');
    expect(message).toContain('--series');
    expect(code({ series: 'name' }, monthly(['a', 'b']))[0]).toBe('none');
    expect(code({ series: 'name' }, monthly(['a', 'a']))[1]).toContain('of the series "a"');
  });

  test('a file without times, unless its rows are in order', ({ expect }) => {
    const { columns, rows } = monthly();
    const plain = { rows, columns: columns.filter(({ kind }) => kind !== 'date') };
    expect(code({}, plain)).toEqual(['protocol_mismatch', expect.stringContaining('set the order to "file"')]);
    expect(code({ order: 'file' }, plain)[0]).toBe('none');
  });

  test('a series or a season without a horizon', ({ expect }) => {
    expect(code({ horizon: undefined, series: 'name' })).toEqual([
      'protocol_mismatch',
      expect.stringContaining('no horizon was given'),
    ]);
    expect(code({ horizon: undefined, season: [12] })[0]).toBe('protocol_mismatch');
    expect(code({ horizon: undefined, measure: 'mase' })[0]).toBe('measure_mismatch');
  });

  test('a column that would be named like an input', ({ expect }) => {
    const table = monthly();
    const clash = {
      ...table,
      columns: [
        ...table.columns,
        numeric(
          'y',
          cells(MONTHS, (t) => t),
        ),
      ],
    };
    expect(
      code({}, { ...clash, columns: clash.columns.map((one, i) => (i === 3 ? { ...one, name: 'month' } : one)) })[0],
    ).toBe('none');
  });
});
