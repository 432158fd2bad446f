import { generator } from '@stepwell/base/random';
import { hashWeights, type RunSpecInput } from '@stepwell/workflow';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { clean } from '../../apps/api/src/cleaning/scheduled.ts';
import { examineObjects } from '../../apps/api/src/doctor/examine-objects.ts';
import { examineRuns } from '../../apps/api/src/doctor/examine-runs.ts';
import type { Finding } from '../../apps/api/src/doctor/finding.ts';
import { takeTurn, type TurnMemory } from '../../apps/api/src/durable/turn.ts';
import type { Env } from '../../apps/api/src/env.ts';
import { runStep } from '../../apps/api/src/step.ts';
import { moveToBackground, moveToForeground } from '../../apps/api/src/storage/background.ts';
import { placeOf } from '../../apps/api/src/storage/checkpoint-place.ts';
import { getCheckpoint, getWeights } from '../../apps/api/src/storage/checkpoints.ts';
import { commitFitSteps, type FitStep } from '../../apps/api/src/storage/commits.ts';
import { loadCurve } from '../../apps/api/src/storage/curve-pages.ts';
import { loadRun, type StoredRun } from '../../apps/api/src/storage/runs.ts';
import { wrapBucket, wrapDatabase } from '../wrapped-storage.ts';
import { createRun, postJson, readReport, request, runToEnd, step, type TestRun } from './service.ts';
import { keysUnder } from './stored.ts';
import { learnableCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'quick' as const,
  protocol: 'k-fold' as const,
  model: { epochs: 8, batchSize: 16 },
  seed: 5,
  ignoreGate: true,
};
const BUDGET = { minibatches: 2_000, flops: 1e10 };
const HOUR = 3_600_000;

/** Steps a fresh run until its gate is decided: two folds of the first rung come next. */
async function runBeforeRung(): Promise<TestRun> {
  const run = await createRun(learnableCsv(60), SPEC);
  while ((await loadRun(env.DB, run.id)).state.gate === null) await step(run);
  return run;
}

/** The real bindings, and what is asked of them: `D1`, or an operation of R2. */
function counted(): { service: Env; asked: string[] } {
  const asked: string[] = [];
  const noted = <Result>(name: string, operation: () => Promise<Result>): Promise<Result> => {
    asked.push(name);
    return operation();
  };
  const OBJECTS = wrapBucket(env.OBJECTS, (operation, name) => noted(name, operation));
  const DB = wrapDatabase(env.DB, (operation) => noted('D1', operation));
  return { service: { ...env, OBJECTS, DB }, asked };
}

const rungOf = ({ fits }: StoredRun) => [...fits].filter(([id]) => id.startsWith('rung-1/'));

describe('fits of one step', () => {
  test('are stored and committed together: one object a trial, and one query that answers with the run', async ({
    expect,
  }) => {
    const run = await runBeforeRung();
    const before = await loadRun(env.DB, run.id);
    const { service, asked } = counted();
    const { committed, after } = await runStep(service, before, { client: 'tab', budget: BUDGET, thenLoad: true });
    expect(committed).toBe(2);
    expect(asked).toEqual(['put', 'D1']);
    expect(after).toEqual(await loadRun(env.DB, run.id));
    const places = rungOf(after!).map(([, { checkpoint }]) => placeOf(checkpoint));
    expect(new Set(places.map(({ key }) => key)).size).toBe(1);
    const object = await env.OBJECTS.head(places[0]!.key);
    expect(places.reduce((sum, { part }) => sum + part!.length, 0)).toBe(object!.size);
    const { pages } = await loadCurve(env.DB, run.id, 0, 1_000);
    expect(pages.map(({ seq }) => seq)).toEqual(pages.map((_, i) => i + 1));
    expect(
      pages
        .slice(-2)
        .map(({ fit }) => fit)
        .sort(),
    ).toEqual(rungOf(after!).map(([id]) => id));
  });

  test('are read again from the part of the object that is theirs', async ({ expect }) => {
    const run = await runBeforeRung();
    await step(run);
    const fits = rungOf(await loadRun(env.DB, run.id));
    const { key } = placeOf(fits[0]![1].checkpoint);
    // This isolate remembers nothing of a key that it never wrote.
    await env.OBJECTS.put(`${key}.copy`, await (await env.OBJECTS.get(key))!.arrayBuffer());
    const hashes = new Set<string>();
    for (const [, { checkpoint, position }] of fits) {
      const written = await getCheckpoint(env.OBJECTS, checkpoint);
      const { service, asked } = counted();
      const copy = checkpoint.replace(key, `${key}.copy`);
      const weights = await getWeights(service.OBJECTS, copy);
      const read = await getCheckpoint(service.OBJECTS, copy);
      expect(asked).toEqual(['get', 'get', 'get']);
      expect([read.position, read.history]).toEqual([position, written.history]);
      expect(await hashWeights(read.weights)).toBe(await hashWeights(written.weights));
      expect(await hashWeights(read.slots)).toBe(await hashWeights(written.slots));
      expect(await hashWeights(weights.weights)).toBe(await hashWeights(written.weights));
      hashes.add(await hashWeights(read.weights));
    }
    expect(hashes.size).toBe(2);
  });

  test('stay while a row names a part of their object, and are trained again where it is lost', async ({ expect }) => {
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), SPEC));
    const run = await runBeforeRung();
    await step(run);
    const fits = rungOf(await loadRun(env.DB, run.id));
    const { key } = placeOf(fits[0]![1].checkpoint);
    await clean(env, Date.now() + 2 * HOUR);
    expect(await keysUnder(key)).toEqual([key]);
    await env.OBJECTS.delete(key);
    const findings = await examineAllRuns(true);
    const lost = findings.filter(({ where }) => where === key);
    expect(lost.map(({ kind, fixed }) => [kind, fixed])).toEqual(fits.map(() => ['missing', true]));
    expect(rungOf(await loadRun(env.DB, run.id))).toEqual([]);
    const report = await runToEnd(run, { minibatches: 40 });
    expect(report.model?.sha256).toBe(undisturbed.model?.sha256);
    expect(report.decisions).toEqual(undisturbed.decisions);
  });

  test('are committed one trial at a time beside another driver, whose fits are left out', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const isPlanned = ({ state }: StoredRun) => (state.plan?.length ?? 0) > 1;
    while (!isPlanned(await loadRun(env.DB, run.id))) await step(run);
    await step(run, { client: 'other', minibatches: 1 });
    const before = await loadRun(env.DB, run.id);
    const [held] = [...before.fits.keys()];
    const { service, asked } = counted();
    const { committed } = await runStep(service, before, { client: 'tab', budget: BUDGET });
    expect(committed).toBeGreaterThan(4);
    expect(asked.filter((name) => name === 'D1').length).toBeGreaterThan(1);
    expect(asked.filter((name) => name === 'put')).toHaveLength(asked.filter((name) => name === 'D1').length);
    expect((await loadRun(env.DB, run.id)).fits.get(held!)).toEqual(before.fits.get(held!));
  });
});

/** Steps a fresh run until a search is planned, before any of its trials. */
async function runBeforeSearch(spec: Partial<Omit<RunSpecInput, 'dataset'>> = {}): Promise<TestRun> {
  const run = await createRun(learnableCsv(60), { ...SPEC, ...spec });
  while ((await loadRun(env.DB, run.id)).state.search === null) await step(run);
  return run;
}

/** The real bindings, where something else happens just before the operation of this name and number, from 1. */
function before(operation: string, number: number, act: () => Promise<unknown>): Env {
  let seen = 0;
  const around = async <Result>(passOn: () => Promise<Result>, name: string): Promise<Result> => {
    if (name === operation && ++seen === number) await act();
    return passOn();
  };
  return { ...env, OBJECTS: wrapBucket(env.OBJECTS, around), DB: wrapDatabase(env.DB, around) };
}

/** Gives a fit another checkpoint, and ends its lease. */
async function abandon(run: TestRun, fitId: string, checkpoint: string): Promise<void> {
  await env.DB.prepare(`UPDATE fits SET lease_until = 0, checkpoint = ?3 WHERE run_id = ?1 AND fit_id = ?2`)
    .bind(run.id, fitId, checkpoint)
    .run();
}

/** Ends all leases of a run. */
async function letGo(run: TestRun): Promise<void> {
  await env.DB.prepare(`UPDATE fits SET lease_until = 0 WHERE run_id = ?1`).bind(run.id).run();
}

/** A step beside another driver, so that trials are committed one by one; `act` happens before the second is stored. */
async function trainBesideAnother(run: TestRun, act: () => Promise<unknown>) {
  await step(run, { client: 'other', minibatches: 1 });
  const request = { client: 'tab', budget: BUDGET, thenLoad: true };
  return runStep(before('put', 2, act), await loadRun(env.DB, run.id), request);
}

describe('a step of several fits', () => {
  test('commits what it has trained where the next fit cannot be read', async ({ expect }) => {
    const run = await runBeforeRung();
    await runStep(env, await loadRun(env.DB, run.id), {
      client: 'other',
      place: 0.5,
      budget: { minibatches: 1, flops: 1e10 },
    });
    const [begun] = rungOf(await loadRun(env.DB, run.id));
    expect(begun![1].done).toBe(false);
    await abandon(run, begun![0], 'runs/nowhere');
    const request = { client: 'tab', place: 0, budget: BUDGET, thenLoad: true };
    const { committed, after } = await runStep(env, await loadRun(env.DB, run.id), request);
    expect(committed).toBe(1);
    expect(after).toEqual(await loadRun(env.DB, run.id));
    expect(rungOf(after!).map(([id, { done }]) => [id, done])).toEqual([
      ['rung-1/fold-0', true],
      ['rung-1/fold-1', false],
    ]);
    await expect(runStep(env, after!, request)).rejects.toMatchObject({ code: 'corrupt_blob' });
  });

  test('commits those that no other driver was first with meanwhile', async ({ expect }) => {
    const run = await runBeforeRung();
    const first = await loadRun(env.DB, run.id);
    const other = { client: 'other', place: 0.5, budget: BUDGET, thenLoad: true };
    const service = before('put', 1, () => runStep({ ...env, STEP_FITS: '1' }, first, other));
    const { committed, did, after } = await runStep(service, first, {
      client: 'tab',
      place: 0,
      budget: BUDGET,
      thenLoad: true,
    });
    expect([committed, did?.fit]).toEqual([1, 'rung-1/fold-0']);
    expect(rungOf(after!).map(([id, { step: at, done, leaseBy }]) => [id, at, done, leaseBy])).toEqual([
      ['rung-1/fold-0', 1, true, 'tab'],
      ['rung-1/fold-1', 1, true, 'other'],
    ]);
    const { pages } = await loadCurve(env.DB, run.id, 0, 1_000);
    expect(pages.filter(({ fit }) => fit.startsWith('rung-1/'))).toHaveLength(2);
    await clean(env, Date.now() + 2 * HOUR);
    const findings = await examineAllRuns(false);
    expect(findings.filter(({ where }) => where.includes(run.id))).toEqual([]);
    const again = await runStep(env, first, other).catch((error: unknown) => error);
    expect(again).toMatchObject({ code: 'step_conflict' });
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), SPEC));
    expect((await runToEnd(run)).model?.sha256).toBe(undisturbed.model?.sha256);
  });

  test('ends where the run is stopped in its midst: what was trained by then stays', async ({ expect }) => {
    const run = await runBeforeSearch();
    const stop = () => postJson(`/api/runs/${run.id}/stop`, {}, run.key);
    const { after } = await trainBesideAnother(run, stop);
    expect(after?.state.status).toBe('stopped');
    // The second trial was trained when the run was stopped; there were more of them to train.
    const trials = [...after!.fits].filter(([, { leaseBy }]) => leaseBy === 'tab').map(([id]) => id.split('/')[0]);
    expect(new Set(trials).size).toBe(2);
    expect(after!.state.plan!.length).toBeGreaterThan(4);
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), SPEC));
    expect((await postJson(`/api/runs/${run.id}/resume`, {}, run.key)).status).toBe(200);
    await letGo(run);
    expect((await runToEnd(run)).model?.sha256).toBe(undisturbed.model?.sha256);
  });

  test('ends with the run that is deleted in its midst', async ({ expect }) => {
    const run = await runBeforeSearch();
    const headers = { authorization: `Bearer ${run.key}` };
    const { after } = await trainBesideAnother(run, () =>
      request(`/api/runs/${run.id}`, { method: 'DELETE', headers }),
    );
    expect(after).toBeNull();
    for (const table of ['fits', 'curve_pages']) {
      const left = await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE run_id = ?1`).bind(run.id).first();
      expect(left).toEqual({ n: 0 });
    }
    expect(await keysUnder(`runs/${run.id}/`)).toHaveLength(1);
    await clean(env, Date.now() + 2 * HOUR);
    expect(await keysUnder(`runs/${run.id}/`)).toEqual([]);
  });

  test('commits trials one by one once another driver has come', async ({ expect }) => {
    // Three fits of half a megabyte each are committed together.
    const model = { ...SPEC.model, units: [230, 230] };
    const queriesOf = async (come: (loaded: StoredRun) => Promise<unknown>) => {
      const run = await runBeforeSearch({ protocol: 'hold-out', model });
      await letGo(run);
      const loaded = await loadRun(env.DB, run.id);
      let queries = 0;
      const around = async <Result>(passOn: () => Promise<Result>, name: string): Promise<Result> => {
        if (name === 'batch' && ++queries === 1) await come(loaded);
        return passOn();
      };
      const service = { ...env, DB: wrapDatabase(env.DB, around) };
      const { committed } = await runStep(service, loaded, { client: 'tab', place: 0, budget: BUDGET });
      return [committed, queries];
    };
    expect(await queriesOf(async () => {})).toEqual([6, 2]);
    const other = { client: 'other', place: 0.99, budget: BUDGET };
    expect(await queriesOf((loaded) => runStep({ ...env, STEP_FITS: '1' }, loaded, other))).toEqual([5, 3]);
  });

  test('takes one put and one query where a step trains one fit', async ({ expect }) => {
    const run = await runBeforeRung();
    const { service, asked } = counted();
    const { committed } = await runStep({ ...service, STEP_FITS: '1' }, await loadRun(env.DB, run.id), {
      client: 'tab',
      budget: BUDGET,
      thenLoad: true,
    });
    expect([committed, asked]).toEqual([1, ['put', 'D1']]);
  });

  test('stays inside the list of fits where a driver has a place of a wider service', async ({ expect }) => {
    const run = await runBeforeRung();
    await moveToBackground(env.DB, run.id, 0);
    const { version } = await loadRun(env.DB, run.id);
    const turn = takeTurn(
      { ...env, DRIVER_WIDTH: '2' },
      { runId: run.id, generation: 1, helping: version, lane: 3 },
      'service-test',
    );
    expect(await turn).toMatchObject({ kind: 'stepped' });
  });

  test('counts those that another driver was first with as steps of the day', async ({ expect }) => {
    const run = await runBeforeRung();
    const limited = { LIMITS: 'on', DAILY_STEPS: '1000' };
    const other = { client: 'other', place: 0.5, budget: { minibatches: 1, flops: 1e10 } };
    await runStep({ ...env, ...limited }, await loadRun(env.DB, run.id), other);
    // Its lease ends, and it comes back while another driver has taken its fit.
    await letGo(run);
    const first = await loadRun(env.DB, run.id);
    const service = before('put', 1, () => runStep({ ...env, STEP_FITS: '1' }, first, { ...other, budget: BUDGET }));
    const { committed } = await runStep({ ...service, ...limited }, first, { client: 'tab', place: 0, budget: BUDGET });
    expect(committed).toBe(1);
    const { quota } = await loadRun(env.DB, run.id);
    expect(first.quota!.from - quota!.from).toBe(1);
  });
});

/** The real bindings, of which a share of the operations fails: before it is passed on, or behind it. */
function faulty(share: number, salt: string): Env {
  const dice = generator(1, 'faults', salt);
  const around = async <Result>(passOn: () => Promise<Result>): Promise<Result> => {
    if (dice.uniform() >= share) return passOn();
    if (dice.below(2) === 0) throw new Error('injected before');
    await passOn();
    throw new Error('injected behind');
  };
  return { ...env, OBJECTS: wrapBucket(env.OBJECTS, around), DB: wrapDatabase(env.DB, around) };
}

/** `npm run test:size` goes through three times as many faults. */
const SALTS = process.env['STEPWELL_SIZE'] === 'full' ? ['a', 'b', 'c'] : ['a'];

describe('faults of storage', () => {
  test('in steps of several fits leave the same run, and nothing that the doctor finds', async ({ expect }) => {
    const spec = { ...SPEC, folds: 3, seed: 8 };
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), spec));
    for (const salt of SALTS) {
      const service = faulty(0.15, salt);
      const run = await createRun(learnableCsv(60), spec);
      const drive = async (client: string, minibatches: number) => {
        for (;;) {
          const loaded = await loadRun(env.DB, run.id);
          if (loaded.state.status !== 'running') return;
          const budget = { minibatches, flops: 1e10 };
          const failed = await runStep(service, loaded, { client, budget, thenLoad: true }).then(
            () => null,
            (error: unknown) => error,
          );
          // Who finds all held comes again when they aren't.
          if (Object(failed).code === 'busy') await letGo(run);
        }
      };
      await Promise.all([drive('one', 2_000), drive('two', 150), drive('three', 20)]);
      const report = await readReport(run);
      expect(report.model?.sha256, salt).toBe(undisturbed.model?.sha256);
      expect(report.decisions).toEqual(undisturbed.decisions);
      await clean(env, Date.now() + 2 * HOUR);
      const how = { now: Date.now(), olderThanMs: 0, fix: false };
      const found = [...(await examineAllRuns(false)), ...(await examineObjects(env, '', how)).findings];
      expect(found.filter(({ where }) => where.includes(run.id))).toEqual([]);
    }
  });
});

/** The runs of all tests so far are in one database, more than one call examines. */
async function examineAllRuns(fix: boolean): Promise<Finding[]> {
  const all: Finding[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { findings, after: last } = await examineRuns(env, after, { now: Date.now(), olderThanMs: 0, fix });
    all.push(...findings);
    after = last;
  }
  return all;
}

describe('an object of several fits that is cut short', () => {
  test('is found by the doctor, who has the fits trained again that it no longer holds', async ({ expect }) => {
    const run = await runBeforeRung();
    await step(run);
    const fits = rungOf(await loadRun(env.DB, run.id));
    const places = fits.map(([, { checkpoint }]) => placeOf(checkpoint));
    const { key } = places[0]!;
    const whole = await (await env.OBJECTS.get(key))!.arrayBuffer();
    const [last] = fits.filter((_, i) => places[i]!.part!.offset > 0);
    const { part } = placeOf(last![1].checkpoint);
    // Where the part begins, and within it: this isolate remembers nothing of a key that it never wrote.
    for (const end of [part!.offset, whole.byteLength - 4]) {
      await env.OBJECTS.put(`${key}.cut`, whole.slice(0, end));
      const name = last![1].checkpoint.replace(key, `${key}.cut`);
      await expect(getCheckpoint(env.OBJECTS, name)).rejects.toMatchObject({ code: 'corrupt_blob' });
    }
    await env.OBJECTS.put(`${key}.cut`, whole.slice(0, part!.offset));
    const cutName = last![1].checkpoint.replace(key, `${key}.cut`);
    await expect(getWeights(env.OBJECTS, cutName)).rejects.toMatchObject({ code: 'corrupt_blob' });
    await env.OBJECTS.put(key, whole.slice(0, whole.byteLength - 4));
    const findings = await examineAllRuns(true);
    const cut = findings.filter(({ where }) => where === key);
    expect(cut.map(({ kind, fixed }) => [kind, fixed])).toEqual([['missing', true]]);
    expect(cut[0]!.finding).toContain(`The checkpoint of fit ${last![0]} is cut short.`);
    expect(rungOf(await loadRun(env.DB, run.id))).toHaveLength(1);
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), SPEC));
    expect((await runToEnd(run)).model?.sha256).toBe(undisturbed.model?.sha256);
  });
});

describe('a commit of several fits', () => {
  const fit = (fitId: string, before: number, outcome: string | null = null): FitStep => ({
    fitId,
    before,
    position: before + 1,
    units: 9,
    checkpoint: `${fitId}/${before}`,
    outcome,
    points: [{ epoch: before + 1, trainLoss: 0.1, validationLoss: null, validationScore: null }],
    leaseBy: 'a',
    leaseUntil: 0,
  });

  test('leaves out those that another driver was first with, row and curve', async ({ expect }) => {
    const run = await createRun(learnableCsv(30), SPEC);
    const commit = async (...steps: FitStep[]) => [...(await commitFitSteps(env.DB, run.id, steps)).committed].sort();
    expect(await commit(fit('x/0', 0), fit('x/1', 0, '{}'), { ...fit('x/2', 0), points: [] })).toEqual([
      'x/0',
      'x/1',
      'x/2',
    ]);
    // A new fit that has begun, one that is done, one from an earlier step; and two that nobody else has.
    expect(await commit(fit('x/0', 0), fit('x/1', 1), fit('x/1', 0), fit('x/2', 1), fit('x/3', 0))).toEqual([
      'x/2',
      'x/3',
    ]);
    expect(await commit(fit('x/2', 1), fit('x/4', 1))).toEqual([]);
    const { fits, steps } = await loadRun(env.DB, run.id);
    expect([...fits].map(([id, { step: at, checkpoint, done }]) => [id, at, checkpoint, done])).toEqual([
      ['x/0', 1, 'x/0/0', false],
      ['x/1', 1, 'x/1/0', true],
      ['x/2', 2, 'x/2/1', false],
      ['x/3', 1, 'x/3/0', false],
    ]);
    expect(steps).toBe(5);
    const { pages } = await loadCurve(env.DB, run.id, 0, 100);
    expect(pages.map(({ seq, fit: id, points }) => [seq, id, points[0]!.epoch])).toEqual([
      [1, 'x/0', 1],
      [2, 'x/1', 1],
      [3, 'x/2', 2],
      [4, 'x/3', 1],
    ]);
    expect(pages[0]!.points).toEqual(fit('x/0', 0).points);
  });
});

describe('turns of a driver of the service', () => {
  test('begin with the run that the last one loaded, and see that it was taken back', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    await moveToBackground(env.DB, run.id, 0);
    const { service, asked } = counted();
    const memory: TurnMemory = { run: null };
    const turn = () => takeTurn(service, { runId: run.id, generation: 1 }, 'service-test', memory);
    await turn();
    asked.length = 0;
    expect(await turn()).toMatchObject({ kind: 'stepped' });
    expect(asked.filter((name) => name === 'D1')).toHaveLength(1);
    expect(memory.run).toEqual(await loadRun(env.DB, run.id));
    await moveToForeground(env.DB, run.id);
    await turn();
    expect(await turn()).toEqual({ kind: 'left', why: 'taken back' });
  });

  test('ask for no help with fits that one step has trained', async ({ expect }) => {
    const run = await runBeforeRung();
    await moveToBackground(env.DB, run.id, 0);
    const params = { runId: run.id, generation: 1 };
    expect(await takeTurn(env, params, 'service-test')).toMatchObject({ kind: 'stepped', beside: 0 });
    const other = await runBeforeRung();
    await moveToBackground(env.DB, other.id, 0);
    const slow = { ...env, STEP_MINIBATCHES: '1' };
    const turn = await takeTurn(slow, { ...params, runId: other.id }, 'service-test');
    expect(turn).toMatchObject({ kind: 'stepped', beside: 1 });
  });
});
