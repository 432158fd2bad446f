import { beforeAll, describe, test } from 'vitest';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { countParams } from '../training/architecture/index.ts';
import { averageModels, withTemperature } from '../training/fit/index.ts';
import { seededTable, seededTargets } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { driveRun, type Driven } from './drive-run.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const TYPES = [
  'binary',
  'multiclass',
  'multilabel',
  'ordinal',
  'ranking',
  'scalar-regression',
  'vector-regression',
] as const;

test.for(TYPES)('fits of one configuration of %s are averaged, if asked for', async (type, { expect }) => {
  const spec = specOf({
    effort: 'single',
    protocol: 'hold-out',
    target: seededTargets(type),
    ...(type === 'ranking' ? { query: 'query' } : {}),
    ...(type === 'ordinal' ? { type } : {}),
    model: { units: [8], epochs: 10, average: 2 },
  });
  const { state, points } = await driveRun(openRunData(spec, seededTable(type, 80), null));
  expect(state).toMatchObject({ status: 'finished', model: { fits: 2 } });
  expect(points.has('final.2/all')).toBe(true);
});

describe('a run that averages three fits', () => {
  let driven: Driven;

  beforeAll(async () => {
    const spec = specOf({ effort: 'quick', folds: 2, model: { average: 3 } });
    driven = await driveRun(openRunData(spec, seededTable('binary', 80), null));
  }, 60_000);

  test('trains each on all development rows, and on each split', ({ expect }) => {
    const { tune } = driven.state;
    const best = tune!.trials.find(({ id }) => id === tune!.best)!;
    const final = ['final/all', 'final.2/all', 'final.3/all'];
    const judged = [2, 3].flatMap((nth) => [0, 1].map((split) => `out-of-fold.${nth}/fold-${split}`));
    for (const id of [...final, ...judged]) expect(driven.points.get(id), id).toHaveLength(best.bestEpoch);
    const [first, ...others] = final.map((id) => driven.checkpoints.get(id)!.weights[0]!);
    for (const other of others) expect(other).not.toEqual(first);
  });

  test('tests their mean, and keeps it as one model', ({ expect }) => {
    const { tune, model, test: tested, certainty } = driven.state;
    const members = ['final/all', 'final.2/all', 'final.3/all'].map((id) => driven.checkpoints.get(id)!);
    const { spec, weights } = averageModels(members);
    expect(model).toMatchObject({ spec, fits: 3, params: 3 * countParams(members[0]!.spec) });
    expect(driven.tested).toMatchObject({
      spec,
      weights: withTemperature(weights, certainty!.calibration!.temperature),
    });
    expect(tune!.average).toMatchObject({ fits: 3 });
    // Validation is of the mean as well.
    expect(tested!.valToTestGap).toBeCloseTo(tune!.average!.score - tested!.value, 12);
    const decision = driven.decisions.find(({ choice }) => choice === 'average 3 fits')!;
    expect(decision).toMatchObject({ stage: 'tune', by: 'user' });
  });
});
