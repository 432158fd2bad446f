import type { D1Database } from '@cloudflare/workers-types';
import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { once } from './once.ts';
import { createRun, postJson, readReport, runToEnd, step } from './service.ts';
import { learnableCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'quick' as const,
  protocol: 'hold-out' as const,
  model: { epochs: 8 },
  seed: 5,
  ignoreGate: true,
};
const finished = once(async () => {
  const run = await createRun(learnableCsv(24), SPEC);
  await runToEnd(run);
  return run;
});

/** A database that may not be asked. */
const SILENT: D1Database = new Proxy(env.DB, {
  get() {
    throw new Error('the database was asked');
  },
});

/** Reads once from storage, and once more without a database. */
async function twice(path: string): Promise<{ first: Response; again: Response }> {
  const at = `https://stepwell.example${path}`;
  const first = await app.request(at, undefined, env);
  const again = await app.request(at, undefined, { ...env, DB: SILENT });
  return { first, again };
}

describe('what never changes about a finished run', () => {
  for (const what of ['report', 'card', 'curve'] as const) {
    test(`its ${what} is answered from the edge the second time, the same to the byte`, async ({ expect }) => {
      const run = await finished();
      const { version } = (await (await app.request(`/api/runs/${run.id}`, undefined, env)).json()) as {
        version: number;
      };
      const path = {
        report: `/api/runs/${run.id}/report?v=${version}`,
        card: `/r/${run.id}/card.png?v=1.${version}`,
        curve: `/r/${run.id}/curve.svg?v=1.${version}`,
      }[what];
      const { first, again } = await twice(path);
      expect([first.status, again.status]).toEqual([200, 200]);
      expect(new Uint8Array(await again.arrayBuffer())).toEqual(new Uint8Array(await first.arrayBuffer()));
      const kept = { 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' };
      for (const { headers } of [first, again]) expect(Object.fromEntries(headers)).toMatchObject(kept);
      expect(again.headers.get('content-security-policy')).toBe(first.headers.get('content-security-policy'));
    });
  }

  test('nothing else is: neither without its version nor with another, nor of a run that goes on', async ({
    expect,
  }) => {
    const run = await finished();
    const running = await createRun(learnableCsv(24), SPEC);
    await step(running);
    for (const path of [
      `/api/runs/${run.id}/report`,
      `/api/runs/${run.id}/report?v=1`,
      `/api/runs/${running.id}/report?v=1`,
      `/api/runs/${run.id}`,
      `/api/runs/${run.id}/decisions`,
    ]) {
      const { first, again } = await twice(path);
      expect(first.headers.get('cache-control') ?? 'no-cache', path).toBe('no-cache');
      // A run that was just read is known for a second.
      if (path !== `/api/runs/${run.id}`) expect(again.status, path).toBe(500);
    }
  });

  test('a reopened run has a new version, and its report is read anew', async ({ expect }) => {
    const run = await createRun(learnableCsv(24), SPEC);
    const report = await runToEnd(run);
    const at = (version: number) => `https://stepwell.example/api/runs/${run.id}/report?v=${version}`;
    const view = async () =>
      (await (await app.request(`/api/runs/${run.id}`, undefined, env)).json()) as { version: number };
    const { version } = await view();
    await (await app.request(at(version), undefined, env)).arrayBuffer();
    const reopened = await postJson(`/api/runs/${run.id}/reopen`, { trial: report.tune!.trials.at(-1)!.id }, run.key);
    expect(reopened.status).toBe(200);
    await runToEnd(run);
    const after = (await view()).version;
    expect(after).toBeGreaterThan(version);
    const fresh = await (await app.request(at(after), undefined, env)).json();
    expect(fresh).toMatchObject({ test: { opened: 2 } });
    expect((await readReport(run)).test?.opened).toBe(2);
  });
});
