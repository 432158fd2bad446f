import { beforeAll, describe, test } from 'vitest';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { driveRun } from '../testing/drive-run.ts';
import { seededTable } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { checkQuestion, openRunData } from './index.ts';

beforeAll(startEngine);

describe('the price of a run', () => {
  test.for([
    { name: 'hold-out', fields: { protocol: 'hold-out' as const } },
    { name: 'folds', fields: { folds: 3 } },
    { name: 'costs', fields: { protocol: 'hold-out' as const, costs: { falsePositive: 1, falseNegative: 3 } } },
  ])('is an upper bound: $name', { timeout: 60_000 }, async ({ fields }, { expect }) => {
    const data = openRunData(specOf({ effort: 'quick', ...fields }), seededTable('binary', 80), null);
    const { fits } = checkQuestion(data);
    const { points, state } = await driveRun(data);
    expect(state.status).toBe('finished');
    expect(points.size).toBeLessThanOrEqual(fits);
  });
});
