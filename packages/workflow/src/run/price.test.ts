import { beforeAll, describe, test } from 'vitest';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { driveRun } from './drive-run.ts';
import { seededTable } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { checkQuestion, openRunData, preview, type RunData } from './index.ts';

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

describe('the estimated time of a run', () => {
  const secondsOf = (rows: number, fields: Parameters<typeof specOf>[0]) => {
    const data: RunData = openRunData(specOf(fields), seededTable('binary', rows), null);
    return preview(data).price.seconds;
  };

  test('is a few seconds for a small table', ({ expect }) => {
    const seconds = secondsOf(200, { effort: 'quick' });
    expect(seconds).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(20);
  });

  test('grows with effort, folds and the size of the model', ({ expect }) => {
    const hold = { effort: 'quick', protocol: 'hold-out' } as const;
    const quick = secondsOf(200, hold);
    expect(secondsOf(200, { ...hold, effort: 'standard' })).toBeGreaterThan(quick);
    expect(secondsOf(200, { effort: 'quick', folds: 5 })).toBeGreaterThan(quick);
    expect(secondsOf(200, { ...hold, model: { units: [1024, 1024] } })).toBeGreaterThan(quick);
  });
});
