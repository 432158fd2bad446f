import { env } from 'cloudflare:workers';
import { describe, test, type ExpectStatic } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { loadCurve } from '../../apps/api/src/storage/curve-pages.ts';
import { deleteLeftoverCurve, resetFit, rewriteCurve } from '../../apps/api/src/storage/fix-runs.ts';
import { loadRun, type StoredRun } from '../../apps/api/src/storage/runs.ts';
import { createRun, postJson, runToEnd, step, type TestRun } from './service.ts';
import { learnableCsv } from './tables.ts';
import { watched } from './watched.ts';

const SPEC = { target: ['y'], effort: 'quick' as const, seed: 5, ignoreGate: true };
const WATCHERS = 200;

interface Curve {
  pages: { seq: number; fit: string; points: { epoch: number }[] }[];
  next: number;
  more: boolean;
}

async function read<T>(path: string, db = env.DB): Promise<T> {
  return (await (await app.request(path, undefined, { ...env, DB: db })).json()) as T;
}

async function readWhole(run: TestRun): Promise<Curve['pages']> {
  const pages: Curve['pages'] = [];
  for (let after = 0, more = true; more;) {
    const answer = await read<Curve>(`/api/runs/${run.id}/curve?after=${after}`);
    pages.push(...answer.pages);
    ({ next: after, more } = answer);
  }
  return pages;
}

describe('a run that many watch', () => {
  test('costs the database two questions a second, not two a watcher', async ({ expect }) => {
    const run = await createRun(learnableCsv(40), SPEC);
    for (let i = 0; i < 12; i++) await step(run, { minibatches: 20 });
    let asked = 0;
    const { DB: db } = watched(() => void asked++);
    const began = Date.now();
    for (let i = 0; i < WATCHERS; i++) {
      await read(`/api/runs/${run.id}`, db);
      await read(`/api/runs/${run.id}/curve?after=${i % 5}`, db);
      await read(`/api/runs/${run.id}/live?after=${i % 5}`, db);
    }
    const seconds = (Date.now() - began) / 1000;
    // The run with its fits is one batch of two statements; the curve's end is one: four calls a read.
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(4 * (1 + Math.ceil(seconds)));
  });

  test('is never shown older than its watcher knows it', async ({ expect }) => {
    const run = await createRun(learnableCsv(40), SPEC);
    await read(`/api/runs/${run.id}`);
    let steps = 0;
    for (let i = 0; i < 10; i++) {
      const answer = (await (await step(run, { minibatches: 20 })).json()) as { run: { steps: number } };
      ({ steps } = answer.run);
      expect((await read<{ steps: number }>(`/api/runs/${run.id}?seen=${steps}`)).steps).toBe(steps);
    }
    const stored = await env.DB.prepare(`SELECT max(seq) AS last FROM curve_pages WHERE run_id = ?1`)
      .bind(run.id)
      .first<{ last: number }>();
    expect((await read<Curve>(`/api/runs/${run.id}/curve?seen=${steps}`)).next).toBe(stored!.last);
  });

  test('shows at once that it was stopped, resumed or has ended', async ({ expect }) => {
    const run = await createRun(learnableCsv(40), { ...SPEC, protocol: 'hold-out', model: { epochs: 8 } });
    await step(run);
    const status = async () => (await read<{ status: string }>(`/api/runs/${run.id}`)).status;
    expect(await status()).toBe('running');
    await postJson(`/api/runs/${run.id}/stop`, {}, run.key);
    expect(await status()).toBe('stopped');
    await postJson(`/api/runs/${run.id}/resume`, {}, run.key);
    expect(await status()).toBe('running');
    await runToEnd(run);
    expect(await status()).toBe('finished');
  });

  test('gives every page of a long curve once, whoever asks from where', async ({ expect }) => {
    const run = await createRun(learnableCsv(40), SPEC);
    const insert = env.DB.prepare(
      `INSERT INTO curve_pages (run_id, seq, fit_id, points) VALUES (?1, ?2, 'rung-0/fold-0', ?3)`,
    );
    const page = (seq: number) =>
      insert.bind(
        run.id,
        seq,
        JSON.stringify([{ epoch: seq, trainLoss: 1 / seq, validationLoss: null, validationScore: null }]),
      );
    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    await env.DB.batch(numbers(1, 150).map(page));
    expect((await readWhole(run)).map(({ seq }) => seq)).toEqual(numbers(1, 150));
    // Far more than an end that is kept, while watchers look on.
    await env.DB.batch(numbers(151, 650).map(page));
    await step(run);
    expect((await readWhole(run)).map(({ seq }) => seq)).toEqual(numbers(1, 650));
    expect((await read<Curve>(`/api/runs/${run.id}/curve?after=640`)).pages.map(({ seq }) => seq)).toEqual(
      numbers(641, 650),
    );
    expect(await read<Curve>(`/api/runs/${run.id}/curve?after=650`)).toMatchObject({
      pages: [],
      next: 650,
      more: false,
    });
  });
});

describe('a run that another isolate has fixed', () => {
  /** A run with a fit under way that has points, of which this isolate knows all. */
  async function watchedRun(): Promise<{ run: TestRun; stored: StoredRun; fit: string }> {
    const run = await createRun(learnableCsv(40), SPEC);
    for (;;) {
      const stored = await loadRun(env.DB, run.id);
      const { pages } = await loadCurve(env.DB, run.id, 0, 200);
      const fit = [...stored.fits].find(
        ([id, { done }]) => !done && pages.filter((page) => page.fit === id).length > 2,
      );
      if (fit !== undefined) {
        await read(`/api/runs/${run.id}?seen=${stored.steps}`);
        return { run, stored, fit: fit[0] };
      }
      const { ok } = await step(run, { minibatches: 10 });
      if (!ok) throw new Error('the run has ended before it came to this');
    }
  }

  /** Which epochs of which fit are told, in the order they come. */
  function epochsOf(pages: Curve['pages']): [string, number[]][] {
    const fits = new Map<string, number[]>();
    for (const { fit, points } of pages) {
      fits.set(fit, [...(fits.get(fit) ?? []), ...points.map(({ epoch }) => epoch)]);
    }
    return [...fits];
  }

  async function expectCurve(expect: ExpectStatic, run: TestRun): Promise<void> {
    const { steps } = await loadRun(env.DB, run.id);
    const told = await read<Curve>(`/api/runs/${run.id}/curve?seen=${steps}`);
    const { pages } = await loadCurve(env.DB, run.id, 0, 200);
    expect(epochsOf(told.pages)).toEqual(epochsOf(pages));
  }

  test('is shown as it is now: what is trained again comes once', async ({ expect }) => {
    const { run, stored, fit } = await watchedRun();
    expect(await resetFit(env.DB, run.id, stored.version, fit)).toBe(true);
    // Within the second nothing is read anew but for who knows of a step that came after.
    await step(run, { minibatches: 100 });
    expect((await loadRun(env.DB, run.id)).version).toBe(stored.version);
    await expectCurve(expect, run);
  });

  test('has never fewer steps: who knows of those before the fix is answered from what is known', async ({
    expect,
  }) => {
    const { run, stored, fit } = await watchedRun();
    await resetFit(env.DB, run.id, stored.version, fit);
    expect((await loadRun(env.DB, run.id)).steps).toBe(stored.steps);
    let asked = 0;
    const { DB: db } = watched(() => void asked++);
    const began = Date.now();
    for (let i = 0; i < WATCHERS; i++) await read(`/api/runs/${run.id}/live?seen=${stored.steps}`, db);
    expect(asked).toBeLessThanOrEqual(4 * (1 + Math.ceil((Date.now() - began) / 1000)));
    expect((await (await step(run, { minibatches: 20 })).json()) as unknown).toMatchObject({
      run: { steps: stored.steps + 1 },
    });
  });

  test('is shown with a curve that was written anew, without one that was of no fit', async ({ expect }) => {
    const { run, fit } = await watchedRun();
    await rewriteCurve(env.DB, run.id, fit, [
      { epoch: 1, trainLoss: 1, validationLoss: null, validationScore: null },
      { epoch: 2, trainLoss: 1, validationLoss: null, validationScore: null },
    ]);
    await step(run, { minibatches: 1 });
    await expectCurve(expect, run);
    await env.DB.prepare(
      `INSERT INTO curve_pages (run_id, seq, fit_id, points)
       SELECT run_id, max(seq) + 1, 'x/all', points FROM curve_pages WHERE run_id = ?1 AND points <> '[]'`,
    )
      .bind(run.id)
      .run();
    await step(run, { minibatches: 1 });
    await expectCurve(expect, run);
    await deleteLeftoverCurve(env.DB, run.id, 'x/all');
    await step(run, { minibatches: 1 });
    await expectCurve(expect, run);
  });
});
