/**
 * The universal workflow as the chapter teaches it, item by item: Chollet, Deep Learning with Python, chapter 4. What
 * each item became, by which rule and where, stands in docs/workflow.md; that every line there names a test here is
 * tested too.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, test } from 'vitest';
import { metricsFor } from '@stepwell/metrics';
import { generator } from '@stepwell/base/random';
import { allRows, type Target } from '@stepwell/metrics/targets';
import { baselinesFor } from '../../packages/workflow/src/stages/baseline/index.ts';
import { buildModel, chooseEnding } from '../../packages/workflow/src/training/architecture/index.ts';
import { startEngine } from '../../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { define, inferProblem, readTarget } from '../../packages/workflow/src/stages/define/index.ts';
import { prepareFit } from '../../packages/workflow/src/training/fit/index.ts';
import { chooseMeasure } from '../../packages/workflow/src/stages/measure/index.ts';
import {
  fitPreparation,
  scaleTarget,
  transform,
  unscaleTarget,
} from '../../packages/workflow/src/training/preparation/index.ts';
import { prepare } from '../../packages/workflow/src/stages/prepare/index.ts';
import {
  expandingWindow,
  holdOut,
  iteratedKFold,
  kFold,
  structureOf,
} from '../../packages/workflow/src/stages/protocol/index.ts';
import { openRunData, reopen, type RunState } from '../../packages/workflow/src/run/index.ts';
import { findOverfitting, planRung } from '../../packages/workflow/src/stages/scale-up/index.ts';
import { seededTable } from '../../packages/workflow/src/testing/seeded-tables.ts';
import { boolean, categorical, cells, numeric, tableOf } from '../../packages/data/src/testing/columns.ts';
import { driveRun } from '../../packages/workflow/src/run/drive-run.ts';
import { configOf } from '../../packages/workflow/src/testing/outcomes.ts';
import { specOf } from '../../packages/workflow/src/testing/spec.ts';
import { definitionOf, measureOf, protocolOf } from '../../packages/workflow/src/testing/states.ts';
import { concludeAverage, fitsToAverage } from '../../packages/workflow/src/stages/tune/index.ts';
import { sampleConfigs } from '../../packages/workflow/src/stages/tune/sample-configs.ts';

beforeAll(startEngine);

const ROWS = 120;
const random = generator(12, 'test', 'chapter');
const x = numeric(
  'x',
  cells(ROWS, () => random.uniform()),
);
const strata = new Int32Array(ROWS);
const structure = { rows: ROWS, strata, groups: null, times: null };
const y = (make: (row: number) => string) => categorical('y', cells(ROWS, make));
const numbers = (make: (row: number) => number): Target => ({
  kind: 'number',
  width: 1,
  values: Float64Array.from({ length: ROWS }, (_, row) => make(row)),
});
const classes = (shares: number[]): Extract<Target, { kind: 'classes' }> => ({
  kind: 'classes',
  classes: shares.map((_, code) => `class ${code}`),
  codes: Int32Array.from({ length: ROWS }, (_, row) => shares.findIndex((_, i) => row < ROWS * sumTo(shares, i))),
});

function sumTo(shares: number[], last: number): number {
  return shares.slice(0, last + 1).reduce((sum, share) => sum + share, 0) + 1e-9;
}

const THREE = { numbers: 3, vocabulary: 0, image: null };

describe('4.1 the branches of supervised learning', () => {
  const typeOf = (target: Parameters<typeof tableOf>[1], ...others: Parameters<typeof tableOf>[1][]) =>
    inferProblem(tableOf(ROWS, target, ...others), specOf({ target: [target, ...others].map(({ name }) => name) }))
      .type;

  test('binary classification', ({ expect }) => {
    expect(typeOf(y((row) => 'ab'[row % 2]!))).toBe('binary');
  });
  test('multiclass classification', ({ expect }) => {
    expect(typeOf(y((row) => 'abc'[row % 3]!))).toBe('multiclass');
  });
  test('multilabel classification', ({ expect }) => {
    expect(typeOf(y((row) => ['a', 'a|b', 'c'][row % 3]!))).toBe('multilabel');
  });
  test('scalar regression', ({ expect }) => {
    expect(typeOf(x)).toBe('scalar-regression');
  });
  test('vector regression', ({ expect }) => {
    expect(typeOf(x, { ...x, name: 'z' })).toBe('vector-regression');
  });
});

describe('4.5.1 something else', () => {
  test('ordinal classification: classes in order', ({ expect }) => {
    const table = tableOf(
      ROWS,
      y((row) => ['good', 'poor', 'fair'][row % 3]!),
      x,
    );
    const plain = define(table, specOf({ target: ['y'] }), 0).definition;
    expect(plain.audit.map(({ check }) => check)).toContain('ordered-classes');
    const { definition } = define(table, specOf({ target: ['y'], type: 'ordinal' }), 0);
    expect(definition.classes).toEqual(['poor', 'fair', 'good']);
    const start = configOf({ units: [16], dropout: 0 });
    const tried = sampleConfigs(start, 8, 0, { narrowest: 3, features: false, settled: {}, levels: true });
    expect(tried[0]!.levels).toBeUndefined();
    expect(tried[1]).toEqual({ ...tried[0], levels: 'cumulative' });
  });
  test('ranking: the order of the rows of a query', ({ expect }) => {
    const table = seededTable('ranking', ROWS);
    const asked = specOf({ target: ['y'], query: 'query' });
    const { definition } = define(table, asked, 0);
    expect(definition).toMatchObject({ type: 'ranking', query: 'query' });
    expect(definition.inputs.map(({ column }) => column)).not.toContain('query');
    const target = readTarget(table, definition);
    const known = structureOf(table, target, { ...asked, group: 'query' });
    for (const { train, validation } of kFold(known, 4, 0)) {
      const trained = new Set(Array.from(train, (row) => Math.floor(row / 8)));
      expect([...validation].some((row) => trained.has(Math.floor(row / 8)))).toBe(false);
    }
  });
});

describe('beyond one table of rows that stand alone', () => {
  test('what comes next: the values of a series from its own past', ({ expect }) => {
    const rows = 200;
    const table = tableOf(
      rows,
      numeric(
        'y',
        cells(rows, (row) => row + 5 * Math.sin(row / 2) + random.uniform()),
      ),
    );
    const data = openRunData(specOf({ target: ['y'], horizon: 3, order: 'file', season: [1] }), table, null);
    const names = data.development.columns.map(({ name }) => name);
    expect(names.filter((name) => /^y \+\d$/.test(name))).toEqual(['y +1', 'y +2', 'y +3']);
    // Neither part sees a value of the other: their moments are at least the horizon apart.
    expect(Math.min(...data.seal.sealed) - Math.max(...data.seal.development)).toBeGreaterThanOrEqual(3);
  });
  test('several kinds of inputs: images or texts with columns beside them', ({ expect }) => {
    const question = { type: 'scalar-regression' as const, target: ['y'], classes: null, labels: null, bounds: null };
    const image = { height: 8, width: 8, channels: 1 };
    const config = configOf({ units: [16], dropout: 0, branch: 4 });
    const model = buildModel(question, config, { numbers: 3, vocabulary: 0, image });
    expect(model.layers).toContainEqual(expect.objectContaining({ kind: 'concatenate' }));
    expect(model.image).toMatchObject({ numbers: 3 });
  });
});

describe('4.2 evaluating models', () => {
  test('hold-out validation', ({ expect }) => {
    const [split] = [...holdOut(structure, 0.25, 0)];
    expect([split!.train.length, split!.validation.length]).toEqual([90, 30]);
  });
  test('k-fold validation', ({ expect }) => {
    const validated = [...kFold(structure, 4, 0)].flatMap(({ validation }) => [...validation]);
    expect(validated.toSorted((a, b) => a - b)).toEqual(cells(ROWS, (row) => row));
  });
  test('iterated k-fold validation with shuffling', ({ expect }) => {
    const splits = [...iteratedKFold(structure, 4, 3, 0)];
    expect(splits).toHaveLength(12);
    expect(splits[0]!.validation).not.toEqual(splits[4]!.validation);
  });
  test('data representativeness: classes keep their shares', ({ expect }) => {
    const of = Int32Array.from({ length: ROWS }, (_, row) => (row < 40 ? 1 : 0));
    for (const { validation } of kFold({ ...structure, strata: of }, 4, 0)) {
      expect(validation.filter((row) => row < 40)).toHaveLength(10);
    }
  });
  test('the arrow of time: nothing is trained on what comes later', ({ expect }) => {
    const times = Float64Array.from({ length: ROWS }, (_, row) => row);
    for (const { train, validation } of expandingWindow({ ...structure, times }, 4)) {
      expect(Math.max(...train)).toBeLessThan(Math.min(...validation));
    }
  });
  test('redundancy: repeated rows stay on one side', ({ expect }) => {
    const twice = numeric(
      'x',
      cells(ROWS, (row) => Math.floor(row / 2) * 1.7),
    );
    const table = tableOf(
      ROWS,
      twice,
      y((row) => 'ab'[row % 2]!),
    );
    const known = structureOf(table, classes([0.5, 0.5]), specOf());
    for (const { train, validation } of kFold(known, 4, 0)) {
      const trained = new Set(Array.from(train, (row) => Math.floor(row / 2)));
      expect([...validation].some((row) => trained.has(Math.floor(row / 2)))).toBe(false);
    }
  });
  test('information leaks: a look at the test rows is counted', ({ expect }) => {
    expect(() => reopen({ status: 'running', tune: null, test: null } as RunState, 'tune-1')).toThrow(
      expect.objectContaining({ code: 'not_ready' }),
    );
  });
});

describe('4.3 data preprocessing and feature engineering', () => {
  const table = tableOf(
    ROWS,
    x,
    numeric(
      'holes',
      cells(ROWS, (row) => (row % 5 === 0 ? null : (row % 11) * 1000)),
    ),
    categorical(
      'colour',
      cells(ROWS, (row) => ['red', 'green', 'blue'][row % 3]!),
    ),
    boolean(
      'flag',
      cells(ROWS, (row) => row % 2 === 0),
    ),
  );
  const part = { table, ids: allRows(ROWS), target: classes([0.5, 0.5]) };
  const definition = definitionOf({
    inputs: table.columns.flatMap((column) =>
      column.kind === 'text' ? [] : [{ column: column.name, kind: column.kind }],
    ),
  });
  const { preparation } = prepare(part, definition, specOf());
  const rows = allRows(ROWS);
  const options = { features: false, bounds: null };

  test('vectorization: names become numbers', ({ expect }) => {
    expect(preparation.find(({ column }) => column === 'colour')!.steps).toContain('one-hot');
    const fitted = fitPreparation(part, preparation, rows, options);
    expect(transform(fitted, part, rows)).toHaveLength(ROWS * fitted.width);
  });
  test('value normalization: columns of unlike size become alike', ({ expect }) => {
    const fitted = fitPreparation(part, preparation, rows, options);
    const values = transform(fitted, part, rows);
    for (const value of values) expect(Math.abs(value)).toBeLessThan(5);
  });
  test('a skewed target is learned as its logarithm', ({ expect }) => {
    const values = Float64Array.from(rows, (row) => Math.exp(row / 10));
    const skewed = { ...part, target: { kind: 'number' as const, width: 1, values } };
    const { target } = fitPreparation(skewed, preparation, rows, { ...options, scale: 'log' });
    expect(target!.log).toEqual({ most: [Math.max(...values)] });
    expect(unscaleTarget(target!, scaleTarget(target!, 50, 0), 0)).toBeCloseTo(50, 8);
  });
  test('missing values are marked', ({ expect }) => {
    expect(preparation.find(({ column }) => column === 'holes')!.steps).toContain('mark-missing');
  });
  test('feature engineering is optional', ({ expect }) => {
    const width = (features: boolean) => fitPreparation(part, preparation, rows, { ...options, features }).width;
    expect(width(true)).toBeGreaterThan(width(false));
  });
  test('numbers in pieces are optional', ({ expect }) => {
    const fitted = fitPreparation(part, preparation, rows, { ...options, numbers: 'piecewise-linear' });
    expect(fitted.width).toBeGreaterThan(fitPreparation(part, preparation, rows, options).width);
    const drawn = sampleConfigs(configOf(), 12, 0, { narrowest: 1, features: false, pieces: true, settled: {} });
    expect(new Set(drawn.map(({ numbers }) => numbers))).toEqual(new Set([undefined, 'piecewise-linear']));
  });
  test('categories as target rates or vectors are optional', ({ expect }) => {
    const start = configOf({ units: [16], dropout: 0 });
    const space = { narrowest: 1, features: false, settled: {}, categories: ['target-rate', 'embedding'] as const };
    const tried = sampleConfigs(start, 8, 0, space);
    expect(tried[0]!.categories).toBeUndefined();
    expect(tried).toContainEqual({ ...tried[0], categories: 'target-rate' });
    expect(tried).toContainEqual({ ...tried[0], categories: 'embedding', embedding: expect.anything() });
  });
  test('statistics come from training rows only', ({ expect }) => {
    const train = rows.slice(0, 60);
    expect(() => prepareFit(part, { preparation, ...options }, train, rows.slice(50, 70))).toThrow(
      expect.objectContaining({ code: 'evaluated_on_fitted_rows' }),
    );
  });
});

describe('4.4 overfitting and underfitting', () => {
  const start = configOf({ units: [64, 64], batchSize: 32 });
  const configs = sampleConfigs(start, 200, 0, { narrowest: 1, features: true, settled: {} });

  test('reducing the size of the network', ({ expect }) => {
    expect(configs.some(({ units }) => units.length < 2)).toBe(true);
    expect(configs.some(({ units }) => units[0]! < 64)).toBe(true);
  });
  test('adding weight regularization, L1 and L2', ({ expect }) => {
    expect(configs.some(({ l1 }) => l1 > 0)).toBe(true);
    expect(configs.some(({ l2 }) => l2 > 0)).toBe(true);
    const [layer] = buildModel(definitionOf(), configOf({ l1: 0.1, l2: 0.2 }), THREE).layers;
    expect(layer).toMatchObject({ l1: 0.1, l2: 0.2 });
  });
  test('adding dropout', ({ expect }) => {
    expect(configs.some(({ dropout }) => dropout > 0)).toBe(true);
    expect(buildModel(definitionOf(), configOf({ dropout: 0.5 }), THREE).layers[1]).toEqual({
      kind: 'dropout',
      rate: 0.5,
    });
  });
  test('averaging several fits of what was chosen', ({ expect }) => {
    const context = { definition: definitionOf(), protocol: protocolOf(300), spec: specOf({ effort: 'standard' }) };
    expect(fitsToAverage(configOf({ units: [16] }), 20, context)).toBe(5);
    const tune = { trials: [], best: 'tune-1', optimism: null, importance: [], threshold: null };
    const better = concludeAverage(tune, [{ mean: 0.9, single: [0.8, 0.8] }], measureOf('accuracy'), undefined);
    expect(better.tune.average).toMatchObject({ fits: 2, score: 0.9 });
    const worse = concludeAverage(tune, [{ mean: 0.7, single: [0.8, 0.8] }], measureOf('accuracy'), undefined);
    expect(worse.tune.average).toBeUndefined();
  });
  test('validation loss turns where overfitting begins', ({ expect }) => {
    const validationLoss = cells(40, (epoch) => 1 + 0.01 * (epoch - 15) ** 2);
    const trainLoss = cells(40, (epoch) => 1 / (epoch + 1));
    expect(findOverfitting([{ trainLoss, validationLoss }])).toMatchObject({ epoch: 16 });
  });
});

describe('4.5 the universal workflow of machine learning', () => {
  const targetTable = tableOf(
    ROWS,
    x,
    y((row) => (x.values[row]! > 0.5 ? 'yes' : 'no')),
  );

  test('4.5.1 defining the problem and the hypothesis', ({ expect }) => {
    const { definition } = define(targetTable, specOf({ keep: ['x'] }), 0);
    expect(definition.hypothesis).toContain('"x" can predict "y"');
  });
  test('4.5.1 inputs may say nothing of the outputs', { timeout: 60_000 }, async ({ expect }) => {
    const noise = tableOf(
      600,
      { ...x, values: Float64Array.from({ length: 600 }, () => random.uniform()) },
      {
        kind: 'categorical',
        name: 'y',
        categories: ['a', 'b'],
        codes: Int32Array.from({ length: 600 }, () => random.below(2)),
      },
    );
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick' }), noise, null));
    expect(state).toMatchObject({ status: 'stopped', gate: { verdict: 'no-signal' } });
  });
  test('4.5.1 the data may be too few', { timeout: 60_000 }, async ({ expect }) => {
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick' }), seededTable('binary', 40, 0), null));
    expect(state).toMatchObject({ status: 'stopped', gate: { verdict: 'underpowered' } });
  });
  test('4.5.1 the problem may be non-stationary', { timeout: 60_000 }, async ({ expect }) => {
    // What "x" means turns round every twenty-five days.
    const rows = 500;
    const cause = cells(rows, () => random.uniform());
    const days = cells(rows, (row) => Date.UTC(2023, 0, 1 + Math.floor(row / 5)));
    const table = tableOf(
      rows,
      { kind: 'date', name: 'day', values: Float64Array.from(days) },
      numeric('x', cause),
      numeric(
        'season',
        cells(rows, (row) => Math.floor(row / 125)),
      ),
      categorical(
        'y',
        cells(rows, (row) => (cause[row]! > 0.5 !== (Math.floor(row / 125) % 2 === 0) ? 'a' : 'b')),
      ),
    );
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick' }), table, null));
    expect(state).toMatchObject({ status: 'stopped', gate: { verdict: 'non-stationary' } });
  });

  test('4.5.2 accuracy where classes are about equally likely', ({ expect }) => {
    expect(chooseMeasure(classes([0.5, 0.5]), specOf()).measure.name).toBe('accuracy');
  });
  test('4.5.2 ROC AUC, precision and recall where they are not', ({ expect }) => {
    expect(chooseMeasure(classes([0.85, 0.15]), specOf()).measure.name).toBe('roc-auc');
    const names = metricsFor(classes([0.85, 0.15])).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['precision', 'recall', 'average-precision']));
  });
  test('4.5.2 mean average precision for rankings, NDCG where relevance has grades', ({ expect }) => {
    const rankings = (most: number): Target => ({
      kind: 'number',
      width: 1,
      values: Float64Array.from({ length: ROWS }, (_, row) => row % (most + 1)),
      queries: Int32Array.from({ length: ROWS }, (_, row) => Math.floor(row / 8)),
    });
    expect(chooseMeasure(rankings(1), specOf()).measure.name).toBe('mean-average-precision');
    expect(chooseMeasure(rankings(4), specOf()).measure.name).toBe('ndcg@10');
  });
  test('4.5.2 quadratic kappa for levels', ({ expect }) => {
    expect(chooseMeasure({ ...classes([0.3, 0.4, 0.3]), ordered: true }, specOf()).measure.name).toBe(
      'quadratic-kappa',
    );
  });
  test('4.5.2 mean average precision for several labels', ({ expect }) => {
    const labels: Target = {
      kind: 'labels',
      labels: ['a', 'b'],
      values: new Uint8Array(2 * ROWS).map((_, i) => (i % 3) & 1),
    };
    expect(chooseMeasure(labels, specOf()).measure.name).toBe('mean-average-precision');
  });
  test('4.5.2 mean absolute error for a number', ({ expect }) => {
    expect(
      chooseMeasure(
        numbers((row) => row),
        specOf(),
      ).measure.name,
    ).toBe('mae');
  });
  test('4.5.2 a measure of one’s own', ({ expect }) => {
    const spec = specOf({ custom: { expression: 'tp / (tp + fp + fn)' } });
    expect(chooseMeasure(classes([0.5, 0.5]), spec).measure).toMatchObject({ name: 'custom', greaterIsBetter: true });
  });

  test('4.5.5 a baseline to beat', ({ expect }) => {
    expect(baselinesFor(classes([0.5, 0.5]), 'random')).toContain('majority');
    expect(
      baselinesFor(
        numbers((row) => row),
        'random',
      ),
    ).toEqual(expect.arrayContaining(['mean', 'median']));
  });
  test('4.5.5 last-layer activation and loss, table 4.1', ({ expect }) => {
    const ending = (fields: Parameters<typeof definitionOf>[0]) => {
      const { activation, loss } = chooseEnding(definitionOf(fields));
      return `${activation}, ${loss}`;
    };
    expect(ending({})).toBe('sigmoid, binary-crossentropy');
    expect(ending({ type: 'multiclass', classes: ['a', 'b', 'c'] })).toBe('softmax, categorical-crossentropy');
    expect(ending({ type: 'multilabel', labels: ['a', 'b'] })).toBe('sigmoid, binary-crossentropy');
    expect(ending({ type: 'scalar-regression' })).toBe('linear, mean-squared-error');
    expect(ending({ type: 'scalar-regression', bounds: { low: 0, high: 1 } })).toBe('sigmoid, binary-crossentropy');
  });
  test('4.5.5 rmsprop at its default rate', ({ expect }) => {
    const context = {
      definition: definitionOf(),
      measure: measureOf('accuracy'),
      protocol: protocolOf(100),
      spec: specOf(),
    };
    expect(planRung(0, context).config).toMatchObject({ optimizer: 'rmsprop', learningRate: 0.001 });
  });
  test('4.5.6 scaling up: more layers, larger layers, more epochs', ({ expect }) => {
    const context = {
      definition: definitionOf(),
      measure: measureOf('accuracy'),
      protocol: protocolOf(100),
      spec: specOf(),
    };
    const [first, last] = [planRung(0, context), planRung(4, context)];
    expect(last.config.units.length).toBeGreaterThan(first.config.units.length);
    expect(last.config.units[0]).toBeGreaterThan(first.config.units[0]!);
    expect(last.epochs).toBeGreaterThan(first.epochs);
  });
  test('4.5.7 tuning on validation rows, and one test', { timeout: 60_000 }, async ({ expect }) => {
    const { state } = await driveRun(openRunData(specOf({ effort: 'quick' }), seededTable('binary', 100), null));
    expect(state.status).toBe('finished');
    expect(state.tune!.trials.length).toBeGreaterThan(2);
    expect(state.test).toMatchObject({ opened: 1 });
  });
});

describe('docs/workflow.md', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const page = readFileSync(`${root}docs/workflow.md`, 'utf8');
  const [table] = page.split('\n## ');
  const lines = table!.split('\n').filter((line) => /^\| (?!item|-)/.test(line));
  const items = lines.map((line) => line.split('|').map((cell) => cell.trim()));
  const here = readFileSync(fileURLToPath(import.meta.url), 'utf8');
  const named = [...here.matchAll(/^ {2}test\('([^']+)'/gm)].map(([, name]) => name!.replaceAll('’', "'"));
  const own = ['names a test for every item, and every item has one'];

  test('names a test for every item, and every item has one', ({ expect }) => {
    expect(items.map(([, item]) => item)).toEqual(named.filter((name) => !own.includes(name)));
    for (const [, , , , module] of items) {
      expect(existsSync(root + module!.replaceAll('`', '')), module).toBe(true);
    }
  });
});
