import { beforeAll, describe, test } from 'vitest';
import { plainTrial } from '../testing/outcomes.ts';
import { seededTable } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { driveRun } from './drive-run.ts';
import { fitDataKey } from './fit-rows.ts';
import { fitRowsOf, openRunData } from './index.ts';

beforeAll(startEngine);

describe('the rows of a fit', () => {
  test('are shares of its split’s rows where the trial says so, the same for every trial', async ({ expect }) => {
    const data = openRunData(specOf({ effort: 'quick', protocol: 'hold-out' }), seededTable('binary', 100), null);
    const { state } = await driveRun(data, { until: ({ plan }) => plan !== null });
    const refOf = (id: string, shares: Parameters<typeof plainTrial>[1] = {}) => ({
      id: `${id}/fold-0`,
      trial: plainTrial(id, shares),
      split: 0,
    });
    // 100 rows, of which 20 are sealed; 64 of the others are trained on, 16 judge.
    const all = fitRowsOf(state, data, refOf('all'));
    expect([all.train.length, all.validation!.length]).toEqual([64, 16]);
    const some = fitRowsOf(state, data, refOf('some', { share: 0.25, validationShare: 0.5 }));
    expect([some.train.length, some.validation!.length]).toEqual([16, 8]);
    expect([...all.train]).toEqual(expect.arrayContaining([...some.train]));
    expect([...all.validation!]).toEqual(expect.arrayContaining([...some.validation!]));
    expect(new Set(some.validation).size).toBe(8);
    expect([...some.validation!]).toEqual([...some.validation!].toSorted((a, b) => a - b));
    const again = fitRowsOf(state, data, refOf('other', { share: 0.25, validationShare: 0.5 }));
    expect(again).toEqual(some);
    // Rows that differ are not taken for each other.
    const keys = [{}, { share: 0.25 }, { validationShare: 0.5 }, { share: 0.25, validationShare: 0.5 }];
    expect(new Set(keys.map((shares) => fitDataKey(state, refOf('a', shares)))).size).toBe(4);
    const inPieces = { config: { numbers: 'piecewise-linear' as const } };
    expect(fitDataKey(state, refOf('a', inPieces))).not.toBe(fitDataKey(state, refOf('a')));
  });
});
