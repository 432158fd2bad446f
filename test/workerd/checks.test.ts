import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { insertCheck, loadChecks } from '../../apps/api/src/storage/checks.ts';
import { loadRun } from '../../apps/api/src/storage/runs.ts';
import { once } from './once.ts';
import { createRun, postJson, readReport, request, runToEnd, type TestRun } from './service.ts';
import { noiseCsv, learnableCsv } from './tables.ts';

const SPEC = {
  target: ['y'],
  effort: 'single' as const,
  protocol: 'hold-out' as const,
  model: { units: [8], epochs: 4 },
};
const CHROMIUM = { kind: 'browser', name: 'Chromium', version: '141' };
const NODE = { kind: 'terminal', name: 'Node', version: '24.9.0', platform: 'linux x64' };

interface Attached {
  id: string;
  result: string;
  kind: string;
  place: string;
  weights: string | null;
  checkedAt: number;
}

async function finish(): Promise<{ run: TestRun; same: Record<string, unknown> }> {
  const run = await createRun(learnableCsv(120), SPEC);
  const { spec, model } = await runToEnd(run);
  const same = { result: 'same', where: CHROMIUM, weights: model!.sha256, dataset: spec.dataset };
  return { run, same };
}
const finished = once(finish);

const attach = (run: TestRun, body: unknown) => postJson(`/api/runs/${run.id}/checks`, body, run.key);
const remove = (run: TestRun, check: string) =>
  request(`/api/runs/${run.id}/checks/${check}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${run.key}` },
  });
async function list(id: string): Promise<Attached[]> {
  const answer = await request(`/api/runs/${id}/checks`);
  return ((await answer.json()) as { checks: Attached[] }).checks;
}
async function codeOf(response: Response | Promise<Response>): Promise<unknown[]> {
  const answer = await response;
  return [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
}

describe('a check of a run', () => {
  test('is attached with the day of the service, and shown to whoever reads the run', async ({ expect }) => {
    const { run, same } = await finish();
    expect(await list(run.id)).toEqual([]);
    for (const page of ['report.md', 'report.html']) {
      expect(await (await request(`/api/runs/${run.id}/${page}`)).text()).not.toContain('Anyone with the file');
    }
    const before = Date.now();
    const answer = await attach(run, same);
    expect(answer.status).toBe(201);
    const attached = (await answer.json()) as Attached;
    expect(attached).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
      result: 'same',
      kind: 'browser',
      place: 'Chromium 141',
      weights: same['weights'],
      checkedAt: expect.any(Number),
    });
    expect(attached.checkedAt).toBeGreaterThanOrEqual(before);
    const other = (await (await attach(run, { ...same, where: NODE })).json()) as Attached;
    expect(other.place).toBe('Node 24.9.0 on linux x64');
    expect((await list(run.id)).toSorted((a, b) => a.place.localeCompare(b.place))).toEqual([attached, other]);
    const { link } = (await (await postJson(`/api/runs/${run.id}/links`, {}, run.key)).json()) as { link: string };
    expect(await list(link)).toEqual(await list(run.id));
    const day = new Date(attached.checkedAt).toISOString().slice(0, 10);
    for (const id of [run.id, link]) {
      for (const page of ['report.md', 'report.html']) {
        const text = await (await request(`/api/runs/${id}/${page}`)).text();
        expect(text).toContain(`Checked: same bits, ${day}, in Chromium 141`);
        expect(text).toContain('Stated by the key holder. Anyone with the file can check this run.');
      }
    }
    expect(await (await request(`/api/runs/${link}/report.md`)).text()).not.toContain(run.id);
  });

  test('that came out otherwise can be attached too, and is called that', async ({ expect }) => {
    const { run, same } = await finish();
    const different = { ...same, result: 'different', weights: null };
    expect((await attach(run, different)).status).toBe(201);
    expect((await attach(run, { ...different, where: NODE, weights: 'b'.repeat(64) })).status).toBe(201);
    const report = await (await request(`/api/runs/${run.id}/report.md`)).text();
    expect(report).toMatch(/Checked: not the same, \d{4}-\d\d-\d\d, in Chromium 141/);
    expect(report).not.toContain('same bits');
    // What is checked again in the same place replaces it.
    const again = (await (await attach(run, same)).json()) as Attached;
    const [first, ...others] = (await list(run.id)).filter(({ place }) => place === 'Chromium 141');
    expect([first, others]).toEqual([again, []]);
  });

  test('is refused if what it compared is not of the run', async ({ expect }) => {
    const { run, same } = await finished();
    const before = await list(run.id);
    const wrong = 'a'.repeat(64);
    for (const part of [{ weights: wrong }, { weights: null }, { dataset: wrong }, { testDataset: wrong }]) {
      const answer = await attach(run, { ...same, ...part });
      expect(answer.status, JSON.stringify(part)).toBe(409);
      const { error } = (await answer.json()) as { error: { code: string; message: string } };
      expect(error.code).toBe('check_mismatch');
      expect(error.message).toMatch(/^This check isn't of this run: the (sha256|fingerprint) of the /);
    }
    expect(await codeOf(attach(run, { ...same, result: 'different', dataset: wrong }))).toEqual([
      409,
      'check_mismatch',
    ]);
    expect(await list(run.id)).toEqual(before);
  });

  test('is refused if its body is not one', async ({ expect }) => {
    const { run, same } = await finished();
    const before = await list(run.id);
    const where = (part: object) => ({ ...same, where: { ...CHROMIUM, ...part } });
    for (const body of [
      {},
      [],
      null,
      { ...same, result: 'good' },
      { ...same, checkedAt: 1 },
      { ...same, weights: 'A'.repeat(64) },
      { ...same, dataset: undefined },
      { ...same, where: 'Chromium 141' },
      where({ kind: 'phone' }),
      where({ name: '' }),
      where({ name: 'C'.repeat(31) }),
      where({ name: '<b>' }),
      where({ name: 'Chromium\n' }),
      where({ version: 'latest' }),
      where({ version: `1${'0'.repeat(30)}` }),
      where({ platform: '' }),
      where({ platform: '[x](http://x.example)' }),
      where({ more: 1 }),
    ]) {
      expect(await codeOf(attach(run, body)), JSON.stringify(body)).toEqual([400, 'invalid_request']);
    }
    expect(await list(run.id)).toEqual(before);
  });

  test('is refused before the run has ended', async ({ expect }) => {
    const { same } = await finished();
    const run = await createRun(learnableCsv(120), SPEC);
    expect(await codeOf(attach(run, same))).toEqual([409, 'not_ready']);
  });

  test('of a run that has no weights names none', async ({ expect }) => {
    const run = await createRun(noiseCsv(60), { target: ['label'], effort: 'quick', protocol: 'hold-out' });
    const { model, spec } = await runToEnd(run);
    expect(model).toBeNull();
    const body = { result: 'same', where: NODE, weights: null, dataset: spec.dataset };
    expect((await attach(run, body)).status).toBe(201);
    expect(await codeOf(attach(run, { ...body, weights: 'a'.repeat(64) }))).toEqual([409, 'check_mismatch']);
  });

  test('can be removed, once', async ({ expect }) => {
    const { run, same } = await finish();
    const { id } = (await (await attach(run, same)).json()) as Attached;
    const report = await readReport(run);
    expect((await remove(run, id)).status).toBe(204);
    expect(await list(run.id)).toEqual([]);
    expect(await codeOf(remove(run, id))).toEqual([404, 'unknown_check']);
    expect(await readReport(run)).toEqual(report);
  });

  test('is one of at most twenty, of which the newest stay', async ({ expect }) => {
    const { run, same } = await finish();
    for (let version = 1; version <= 21; version++) {
      const where = { ...CHROMIUM, version: String(version) };
      expect((await attach(run, { ...same, where })).status).toBe(201);
    }
    const places = (await list(run.id)).map(({ place }) => place);
    expect(places).toHaveLength(20);
    expect(places).toContain('Chromium 21');
  });

  test('does not count for a run that was opened again, nor is it stored then', async ({ expect }) => {
    const { run, same } = await finish();
    const { version } = await loadRun(env.DB, run.id);
    const { id } = (await (await attach(run, same)).json()) as Attached;
    const [check] = await loadChecks(env.DB, run.id, version);
    expect(check!.id).toBe(id);
    await env.DB.prepare('UPDATE runs SET version = version + 1 WHERE id = ?1').bind(run.id).run();
    expect(await list(run.id)).toEqual([]);
    expect(await insertCheck(env.DB, run.id, version, { ...check!, place: 'Firefox 144' })).toBe(false);
    expect(await insertCheck(env.DB, run.id, version + 1, { ...check!, place: 'Firefox 144' })).toBe(true);
    expect((await list(run.id)).map(({ place }) => place)).toEqual(['Firefox 144']);
    expect(await loadChecks(env.DB, run.id, version)).toEqual([]);
  });
});
