import { beforeAll, describe, test } from 'vitest';
import { seededTable } from '../testing/seeded-tables.ts';
import { specOf } from '../testing/spec.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { driveRun } from './drive-run.ts';
import { openRunData, plannedFits, workOf, type RunState, type Work } from './index.ts';

beforeAll(startEngine);

const SPEC = specOf({ effort: 'quick', protocol: 'hold-out' });

/** The states of a run, and its work at each of them where nothing of the plan is done. */
async function statesOf(spec = SPEC): Promise<{ state: RunState; work: Work | null }[]> {
  const states: RunState[] = [];
  await driveRun(openRunData(spec, seededTable('binary', 100), null), { onState: (state) => states.push(state) });
  return states.map((state) => ({ state, work: workOf(state, spec, () => 0) }));
}

describe('the work of a run', () => {
  test('is unknown before the protocol, and nothing once it has ended', async ({ expect }) => {
    const states = await statesOf();
    for (const { state, work } of states) {
      expect(work === null).toBe(state.protocol === null || state.status !== 'running');
    }
    expect(states.at(-1)!.state.status).toBe('finished');
  });

  test('counts each fit by what is done of it', async ({ expect }) => {
    const { state } = (await statesOf()).find(({ state: { search } }) => search !== null)!;
    const [first, ...others] = plannedFits(state);
    expect(others.length).toBeGreaterThan(1);
    const { planned, done } = workOf(state, SPEC, ({ length }) => (length > 0 ? 0.5 : 0))!;
    expect(done).toBeCloseTo(planned / 2, 12);
    const of = (id: string) => workOf(state, SPEC, (one) => (one === id ? 1 : 0))!.done;
    expect([first!, ...others].reduce((sum, { id }) => sum + of(id), 0)).toBeCloseTo(planned, 12);
  });

  test('after the ladder is known but for which candidates go on; at the test nothing comes after', async ({
    expect,
  }) => {
    for (const { state, work } of await statesOf()) {
      if (work === null) continue;
      const [least, most] = work.after;
      expect(least).toBeLessThanOrEqual(most);
      if (state.stage === 'gate') expect(least).toBeGreaterThan(0);
      if (state.search !== null) expect(least).toBe(most);
      if (state.stage === 'test') expect(work.after).toEqual([0, 0]);
    }
  });

  test('of one configuration is its fits and the last one', async ({ expect }) => {
    const spec = specOf({ effort: 'single', protocol: 'hold-out', model: { units: [8], epochs: 10 } });
    const states = await statesOf(spec);
    const training = states.find(({ state }) => state.stage === 'scale-up' && state.plan !== null)!.work!;
    // 64 of 80 rows are trained on, then all of them: eight minibatches an epoch, then ten.
    expect(training.after[0]).toBe(training.after[1]);
    expect(training.after[0] / training.planned).toBeGreaterThan(0.9);
    expect(training.after[0] / training.planned).toBeLessThan(1.3);
  });
});
