import { plannedFits } from '@stepwell/workflow';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, test, type ExpectStatic } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { clean } from '../../apps/api/src/cleaning/scheduled.ts';
import type { Diagnosis } from '../../apps/api/src/doctor/examine.ts';
import type { Finding } from '../../apps/api/src/doctor/finding.ts';
import { dropCachedData } from '../../apps/api/src/storage/data-caches.ts';
import { loadRun, type StoredRun } from '../../apps/api/src/storage/runs.ts';
import { createRun, readReport, request, runToEnd, step, uploadCsv, type TestRun } from './service.ts';
import { keysUnder, putAll } from './stored.ts';
import { learnableCsv } from './tables.ts';

const TOKEN = 'an-operator`s-token:of/any=letters';
const SPEC = {
  target: ['y'],
  effort: 'quick' as const,
  protocol: 'hold-out' as const,
  model: { epochs: 8, batchSize: 32 },
  seed: 5,
  ignoreGate: true,
};
const AT_REST = { olderThanSeconds: 0 };

/** Asks as the operator. */
async function ask(body: unknown, authorization: string | null = `Bearer ${TOKEN}`): Promise<Response> {
  const headers = new Headers([['content-type', 'application/json']]);
  if (authorization !== null) headers.set('authorization', authorization);
  return app.request(
    '/api/operator/doctor',
    { method: 'POST', headers, body: JSON.stringify(body) },
    { ...env, OPERATOR_TOKEN: TOKEN },
  );
}

/** Examines everything. */
async function examine(body: Record<string, unknown> = AT_REST): Promise<{ findings: Finding[]; examined: number[] }> {
  const findings: Finding[] = [];
  let [runs, objects] = [0, 0];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const response = await ask({ ...body, cursor });
    const answer = (await response.json()) as Diagnosis;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    findings.push(...answer.findings);
    runs += answer.examined.runs;
    objects += answer.examined.objects;
    ({ cursor } = answer);
  }
  return { findings, examined: [runs, objects] };
}

/** Expects one finding, without fixing first, which changes nothing; then fixed or not; then none, or the same. */
async function expectFinding(
  expect: ExpectStatic,
  wanted: { kind: Finding['kind']; where: string; fixes: boolean },
): Promise<void> {
  const { fixes, ...finding } = wanted;
  for (let look = 0; look < 2; look++) {
    const { findings } = await examine();
    expect(findings).toEqual([{ ...finding, finding: expect.stringMatching(/^[A-Z].{30,}\.$/s), fixed: false }]);
  }
  const fixed = await examine({ ...AT_REST, fix: true });
  expect(fixed.findings).toEqual([expect.objectContaining({ ...finding, fixed: fixes })]);
  expect((await examine()).findings).toHaveLength(fixes ? 0 : 1);
}

async function remove(run: TestRun): Promise<void> {
  const headers = { authorization: `Bearer ${run.key}` };
  const answer = await request(`/api/runs/${run.id}`, { method: 'DELETE', headers });
  if (answer.status !== 204) throw new Error(await answer.text());
}

/** Steps a fresh run until this holds. */
async function runUntil(holds: (run: StoredRun) => boolean, minibatches = 10): Promise<TestRun> {
  const run = await createRun(learnableCsv(60), SPEC);
  for (;;) {
    const stored = await loadRun(env.DB, run.id);
    if (holds(stored)) break;
    if (stored.state.status !== 'running') throw new Error('the run has ended before it came to this');
    await step(run, { minibatches });
  }
  await tidy();
  return run;
}

/** Without what steps left behind, a service is without findings. */
async function tidy(): Promise<void> {
  await clean({ ...env, UPLOAD_HOURS: '1' }, Date.now() + 3 * 3_600_000);
}

async function curveOf(run: TestRun): Promise<Map<string, unknown[]>> {
  const curve = new Map<string, unknown[]>();
  for (let after = 0, more = true; more;) {
    const answer = (await (await request(`/api/runs/${run.id}/curve?after=${after}`)).json()) as {
      pages: { fit: string; points: unknown[] }[];
      more: boolean;
      next: number;
    };
    for (const { fit, points } of answer.pages) curve.set(fit, [...(curve.get(fit) ?? []), ...points]);
    ({ more, next: after } = answer);
  }
  return curve;
}

function sql(query: string, ...values: unknown[]): Promise<unknown> {
  return env.DB.prepare(query)
    .bind(...values)
    .run();
}

const half = ({ fits }: StoredRun) => [...fits.values()].some(({ done, step }) => !done && step > 1);

/** Every test begins with nothing stored. */
async function empty(): Promise<void> {
  for (const table of ['runs', 'deletions', 'condemned']) await sql(`DELETE FROM ${table}`);
  for (let keys = await keysUnder(''); keys.length > 0; keys = await keysUnder('')) await env.OBJECTS.delete(keys);
}
beforeEach(empty);

describe('a service without faults', () => {
  test('has no findings, whatever its runs have come to; everything is looked at, in pieces', async ({ expect }) => {
    const finished = await createRun(learnableCsv(60), SPEC);
    await runToEnd(finished);
    await request(`/r/${finished.id}/card.png`);
    const runs = [finished, await runUntil(half)];
    for (let i = 0; i < 12; i++) runs.push(await createRun(learnableCsv(30), SPEC));
    await tidy();
    const { findings, examined } = await examine();
    expect(findings).toEqual([]);
    expect(examined).toEqual([runs.length, (await keysUnder('')).length]);
    for (const run of runs) await remove(run);
    expect(await keysUnder('')).toEqual([]);
  });
});

describe('a checkpoint that is missing', () => {
  const begun = ({ fits }: StoredRun) => [...fits].filter(([, { done }]) => !done);

  test('of a running run: the fit is trained again, to the same weights', async ({ expect }) => {
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), SPEC));
    await empty();
    const run = await runUntil(half);
    const stored = await loadRun(env.DB, run.id);
    const [fitId, { checkpoint }] = begun(stored)[0]!;
    await env.OBJECTS.delete(checkpoint);
    await expectFinding(expect, { kind: 'missing', where: checkpoint, fixes: true });
    const after = await loadRun(env.DB, run.id);
    expect(after.fits.has(fitId)).toBe(false);
    // Steps that were taken stay taken.
    expect(after.steps).toBe(stored.steps);
    expect((await curveOf(run)).has(fitId)).toBe(false);
    const report = await runToEnd(run);
    expect(report.model?.sha256).toBe(undisturbed.model?.sha256);
    expect(report.decisions).toEqual(undisturbed.decisions);
    await tidy();
    expect((await examine()).findings).toEqual([]);
  });

  test('of a running run: who reads its curve behind a cursor misses none of what is trained again', async ({
    expect,
  }) => {
    const read = async (after: number) =>
      (await (await request(`/api/runs/${run.id}/curve?after=${after}`)).json()) as {
        pages: { fit: string; points: { epoch: number }[] }[];
        next: number;
        more: boolean;
      };
    const run = await runUntil(half);
    const [fitId, { checkpoint }] = begun(await loadRun(env.DB, run.id))[0]!;
    const { next } = await read(0);
    expect(next).toBeGreaterThan(1);
    await env.OBJECTS.delete(checkpoint);
    await examine({ ...AT_REST, fix: true });
    // Larger steps write fewer pages.
    await runToEnd(run, { minibatches: 1_000 });
    const after = new Map<string, number[]>();
    for (let cursor = next, more = true; more;) {
      const answer = await read(cursor);
      for (const { fit, points } of answer.pages) {
        after.set(fit, [...(after.get(fit) ?? []), ...points.map(({ epoch }) => epoch)]);
      }
      ({ next: cursor, more } = answer);
    }
    const stored = await loadRun(env.DB, run.id);
    expect(after.size).toBeGreaterThan(1);
    expect(after.has(fitId)).toBe(true);
    for (const [fit, epochs] of after) {
      expect(epochs, fit).toEqual(epochs.map((_, i) => i + 1));
      expect(stored.fits.get(fit)?.done).toBe(true);
    }
    await tidy();
    expect((await examine()).findings).toEqual([]);
  });

  test('of a fit that is done, and that the plan waits for', async ({ expect }) => {
    const undisturbed = await runToEnd(await createRun(learnableCsv(60), SPEC));
    await empty();
    const planned = ({ state, fits }: StoredRun) => plannedFits(state).map(({ id }) => fits.get(id));
    const run = await runUntil((stored) => {
      const fits = planned(stored);
      return stored.state.stage === 'tune' && fits.some((fit) => fit?.done) && fits.some((fit) => !fit?.done);
    });
    const { checkpoint } = planned(await loadRun(env.DB, run.id)).find((fit) => fit?.done)!;
    await env.OBJECTS.delete(checkpoint);
    await expectFinding(expect, { kind: 'missing', where: checkpoint, fixes: true });
    const report = await runToEnd(run);
    expect(report.model?.sha256).toBe(undisturbed.model?.sha256);
    expect(report.decisions).toEqual(undisturbed.decisions);
  });

  test('of a fit that is judged: told, and left; the run goes on without', async ({ expect }) => {
    const run = await runUntil(({ state }) => state.stage === 'tune', 1000);
    const { fits } = await loadRun(env.DB, run.id);
    const [, { checkpoint }] = [...fits].find(([fit]) => fit.startsWith('rung-1/'))!;
    await env.OBJECTS.delete(checkpoint);
    await expectFinding(expect, { kind: 'missing', where: checkpoint, fixes: false });
    expect((await runToEnd(run)).run.status).toBe('finished');
    await tidy();
    await expectFinding(expect, { kind: 'missing', where: checkpoint, fixes: false });
  });
});

describe('what a run lacks', () => {
  test('its sketches are drawn again', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const read = async () => (await request(`/api/runs/${run.id}/sketches`)).json();
    const before = await read();
    await env.OBJECTS.delete(`runs/${run.id}/sketches`);
    await expectFinding(expect, { kind: 'missing', where: `runs/${run.id}/sketches`, fixes: true });
    expect(await read()).toEqual(before);
  });

  test('its dataset is to be uploaded again, whichever part of it is missing', async ({ expect }) => {
    const csv = learnableCsv(60);
    const run = await createRun(csv, SPEC);
    const { dataset } = (await loadRun(env.DB, run.id)).spec;
    for (const name of ['table.2', 'summary.3']) {
      await env.OBJECTS.delete(`datasets/${dataset}/${name}`);
      dropCachedData();
      await expectFinding(expect, { kind: 'missing', where: `datasets/${dataset}/`, fixes: false });
      await uploadCsv(csv);
      expect((await examine()).findings).toEqual([]);
    }
  });

  test('what its test showed is missing', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    await runToEnd(run);
    await tidy();
    for (const what of ['predictions/1', 'diagnostics/1', 'explanation']) {
      const key = `runs/${run.id}/${what}`;
      const body = await (await env.OBJECTS.get(key))!.text();
      await env.OBJECTS.delete(key);
      await expectFinding(expect, { kind: 'missing', where: key, fixes: false });
      await env.OBJECTS.put(key, body);
    }
  });

  test('it can’t be read', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    const where = `runs of ${run.id}`;
    for (const state of ['{', '{"schema":"stepwell.run/1"}', 'null']) {
      await sql('UPDATE runs SET state = ?2 WHERE id = ?1', run.id, state);
      await expectFinding(expect, { kind: 'missing', where, fixes: false });
    }
    await remove(run);
    const other = await createRun(learnableCsv(60), SPEC);
    await sql(`UPDATE runs SET spec = json_remove(spec, '$.target') WHERE id = ?1`, other.id);
    await expectFinding(expect, { kind: 'missing', where: `runs of ${other.id}`, fixes: false });
  });
});

describe('a curve that is not whole', () => {
  test('of a fit that is done is written from its outcome', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    await runToEnd(run, { minibatches: 8 });
    await tidy();
    const before = await curveOf(run);
    const where = `curve_pages of ${run.id}`;
    const fit = [...before.keys()].find((fit) => fit.startsWith('rung-3/'))!;
    const breaks = [
      `DELETE FROM curve_pages WHERE run_id = ?1 AND fit_id = ?2`,
      `DELETE FROM curve_pages WHERE run_id = ?1 AND fit_id = ?2 AND seq = (SELECT max(seq) FROM curve_pages WHERE fit_id = ?2)`,
      `UPDATE curve_pages SET points = json_remove(points, '$[0]') WHERE run_id = ?1 AND fit_id = ?2`,
      `UPDATE curve_pages SET points = json_insert(points, '$[#]', json_extract(points, '$[0]')) WHERE run_id = ?1 AND fit_id = ?2`,
      `UPDATE curve_pages SET points = '[3' WHERE run_id = ?1 AND fit_id = ?2`,
      `UPDATE curve_pages SET points = '["x"]' WHERE run_id = ?1 AND fit_id = ?2`,
    ];
    for (const query of breaks) {
      await sql(query, run.id, fit);
      await expectFinding(expect, { kind: 'missing', where, fixes: true });
      expect((await curveOf(run)).get(fit)).toEqual(before.get(fit));
    }
  });

  test('of a fit under way: it is trained again, to the same weights', async ({ expect }) => {
    const undisturbed = await createRun(learnableCsv(60), SPEC);
    const { model } = await runToEnd(undisturbed);
    const whole = await curveOf(undisturbed);
    await remove(undisturbed);
    const run = await runUntil(half);
    const { fits } = await loadRun(env.DB, run.id);
    const [fit] = [...fits].find(([, { done }]) => !done)!;
    await sql(
      `UPDATE curve_pages SET points = json_remove(points, '$[0]') WHERE run_id = ?1 AND fit_id = ?2`,
      run.id,
      fit,
    );
    // Its checkpoint is left over then.
    const { findings } = await examine({ ...AT_REST, fix: true });
    expect(findings.map(({ kind, fixed }) => [kind, fixed])).toEqual([
      ['missing', true],
      ['leftover', true],
    ]);
    expect((await examine()).findings).toEqual([]);
    expect((await runToEnd(run)).model?.sha256).toBe(model?.sha256);
    const points = await curveOf(run);
    for (const [fit, curve] of whole) expect(points.get(fit)).toEqual(curve);
  });

  test('of a fit that never began is deleted', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    await sql(`INSERT INTO curve_pages (run_id, seq, fit_id, points) VALUES (?1, 1, 'x/all', '[{"epoch":1}]')`, run.id);
    await expectFinding(expect, { kind: 'leftover', where: `curve_pages of ${run.id}`, fixes: true });
  });
});

test('decisions that no version brought are deleted, and the run decides again', async ({ expect }) => {
  const run = await createRun(learnableCsv(60), SPEC);
  await step(run);
  await sql(`INSERT INTO decisions (run_id, version, position, decision) VALUES (?1, 2, 0, '{}')`, run.id);
  expect((await step(run)).status).toBe(500);
  await expectFinding(expect, { kind: 'leftover', where: `decisions of ${run.id}`, fixes: true });
  expect((await step(run)).status).toBe(200);
});

describe('objects of nobody', () => {
  const sha256 = 'ab'.repeat(32);
  const id = 'z'.repeat(22);
  const cases: [string, string, string?][] = [
    ['of a run that there is not', `runs/${id}/fits/rung-1/fold-0/40.1`],
    ['of a run that there is not: a picture', `runs/${id}/card/1.5`],
    ['of another name', 'backup.json'],
    ['under another prefix', `models/${id}/1`],
    ['under no prefix at all', '/'],
    ['beside the tables of an upload', `datasets/${sha256}/notes.txt`],
    ['half an upload: the table', `datasets/${sha256}/table.2`, `datasets/${sha256}/`],
    ['half an upload: the summary', `datasets/${sha256}/summary.3`, `datasets/${sha256}/`],
  ];
  for (const [name, key, where = key] of cases) {
    test(`${name}: deleted, once it is old enough`, async ({ expect }) => {
      await env.OBJECTS.put(key, 'x');
      expect((await examine({ fix: true })).findings).toEqual([]);
      await expectFinding(expect, { kind: 'leftover', where, fixes: true });
      expect(await keysUnder('')).toEqual([]);
    });
  }

  test('of a run that has no use for them', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    await runToEnd(run);
    await tidy();
    const kept = await keysUnder('');
    for (const name of [
      'fits/final-1/all/7.1',
      'card/1.1',
      'predictions/3',
      'diagnostics/3',
      'predictions/x',
      'else',
    ]) {
      const key = `runs/${run.id}/${name}`;
      await env.OBJECTS.put(key, 'x');
      expect((await examine({ fix: true })).findings).toEqual([]);
      await expectFinding(expect, { kind: 'leftover', where: key, fixes: true });
      expect(await keysUnder('')).toEqual(kept);
    }
  });

  test('are not what a cut-short test has written, for the next one writes the very same keys', async ({ expect }) => {
    const run = await createRun(learnableCsv(60), SPEC);
    await runToEnd(run, { minibatches: 1_000 });
    await tidy();
    for (const name of ['predictions/2', 'diagnostics/2']) await env.OBJECTS.put(`runs/${run.id}/${name}`, 'x');
    const kept = await keysUnder('');
    expect((await examine({ ...AT_REST, fix: true })).findings).toEqual([]);
    expect(await keysUnder('')).toEqual(kept);
  });

  test('are found on every page, those of a run that was just deleted aside', async ({ expect }) => {
    const keys = Array.from({ length: 1_203 }, (_, i) => `runs/${id}/fits/rung-1/fold-0/${10_000 + i}`);
    await putAll(keys);
    await sql(`INSERT INTO deletions (run_id, deleted_at, due_at, datasets) VALUES (?1, 0, 0, '[]')`, id);
    expect((await examine()).findings).toEqual([]);
    await sql('DELETE FROM deletions');
    const { findings, examined } = await examine({ ...AT_REST, fix: true });
    expect(findings.map(({ where }) => where)).toEqual(keys);
    expect(examined).toEqual([0, 1_203]);
    expect((await examine()).examined).toEqual([0, 0]);
  });
});

describe('the operator’s route', () => {
  const codeOf = async (response: Response) => [
    response.status,
    ((await response.json()) as { error: { code: string } }).error.code,
  ];

  test('refuses what it can’t read', async ({ expect }) => {
    const bad = [{ cursor: 'x' }, { cursor: '' }, { cursor: 'walks:' }, { cursor: 1 }, { fix: 'yes' }, { more: 1 }];
    for (const body of [...bad, { olderThanSeconds: -1 }, { olderThanSeconds: 0.5 }, [], null]) {
      expect(await codeOf(await ask(body)), JSON.stringify(body)).toEqual([400, 'invalid_request']);
    }
    expect((await ask({ cursor: "objects:'; DROP TABLE runs" })).status).toBe(200);
    expect((await ask({ cursor: `runs:${'z'.repeat(1_900)}` })).status).toBe(200);
    expect(await codeOf(await ask({ cursor: 'x'.repeat(70_000) }))).toEqual([413, 'body_too_large']);
  });
});

// Last, for it takes the tables apart: they let no row without a run in.
test('rows of no run are deleted', async ({ expect }) => {
  const run = await runUntil(half);
  const report = await readReport(run);
  const tables = ['fits', 'curve_pages', 'decisions', 'checks'];
  for (const table of tables) {
    await sql(`CREATE TABLE copy AS SELECT * FROM ${table}`);
    await sql(`DROP TABLE ${table}`);
    await sql(`ALTER TABLE copy RENAME TO ${table}`);
    await sql(`INSERT INTO ${table} (run_id) VALUES ('0 lost'), ('0 lost'), ('~ lost')`);
  }
  const wanted = tables.flatMap((table) => [`${table} of 0 lost`, `${table} of ~ lost`]);
  expect((await examine()).findings.map(({ kind, where }) => [kind, where])).toEqual(
    wanted.map((where) => ['leftover', where]),
  );
  const { findings } = await examine({ ...AT_REST, fix: true });
  expect(findings.map(({ where, fixed }) => [where, fixed])).toEqual(wanted.map((where) => [where, true]));
  expect((await examine()).findings).toEqual([]);
  expect(await readReport(run)).toEqual(report);
});
