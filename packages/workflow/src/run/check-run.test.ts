import { beforeAll, describe, test } from 'vitest';
import { seededTable } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { checkRun, type RecordedRun } from './check-run.ts';
import { driveRun } from './drive-run.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const spec = specOf({ effort: 'quick', protocol: 'hold-out', ignoreGate: true, model: { units: [4], epochs: 3 } });

async function recordedRun(): Promise<RecordedRun> {
  const { state, decisions, points } = await driveRun(openRunData(spec, seededTable('binary', 90), null), {
    // A service trains in pieces.
    budget: { minibatches: 3, flops: Infinity },
  });
  const { model, test: tested, status } = state;
  return { status, decisions, curves: points, sha256: model!.sha256, score: tested!.value };
}

describe('checkRun', () => {
  test('finds a run the same, and the first thing that was tampered with', async ({ expect }) => {
    const recorded = await recordedRun();
    const check = (of: RecordedRun, table = seededTable('binary', 90)) => checkRun(openRunData(spec, table, null), of);
    const same = await check(recorded);
    expect(same.difference).toBeNull();
    expect(same).toMatchObject({ decisions: recorded.decisions.length, sha256: recorded.sha256 });
    expect(same.points).toBe([...recorded.curves.values()].reduce((sum, points) => sum + points.length, 0));

    const decisions = recorded.decisions.map((one, i) => (i === 3 ? { ...one, choice: 'another' } : one));
    expect((await check({ ...recorded, decisions })).difference).toMatchObject({ what: 'decision', number: 4 });
    const [fit, points] = [...recorded.curves][0]!;
    const curves = new Map(recorded.curves).set(
      fit,
      points.map((point, i) => (i === 1 ? { ...point, trainLoss: point.trainLoss + 1e-15 } : point)),
    );
    expect((await check({ ...recorded, curves })).difference).toMatchObject({
      what: 'curve',
      fit,
      epoch: points[1]!.epoch,
    });
    expect((await check({ ...recorded, sha256: 'other' })).difference).toMatchObject({ what: 'weights' });
    expect((await check({ ...recorded, score: 0 })).difference).toMatchObject({ what: 'score' });
    const more = [...recorded.decisions, recorded.decisions[0]!];
    expect((await check({ ...recorded, decisions: more })).difference).toMatchObject({ what: 'decision', here: null });

    // One cell of an input.
    const table = seededTable('binary', 90);
    const column = table.columns.find(({ kind, name }) => kind === 'numeric' && !spec.target.includes(name))!;
    if (column.kind !== 'numeric') throw new Error('no numbers');
    column.values[7] = column.values[7]! + 1;
    expect((await check(recorded, table)).difference).not.toBeNull();
  });
});
