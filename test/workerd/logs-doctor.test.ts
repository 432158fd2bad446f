import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { examine } from '../../apps/api/src/doctor/examine.ts';
import type { Finding } from '../../apps/api/src/doctor/finding.ts';
import { foldLog } from '../../apps/api/src/logs/fold.ts';
import { createLog, curveOf, takenPoints } from './logged.ts';
import { keysUnder } from './stored.ts';

async function findings(fix: boolean): Promise<Finding[]> {
  const found: Finding[] = [];
  for (let cursor: string | null = 'runs:'; cursor !== null;) {
    const diagnosis = await examine(env, cursor, { fix, olderThanMs: 0, now: Date.now() });
    found.push(...diagnosis.findings);
    ({ cursor } = diagnosis);
  }
  return found;
}

async function filled() {
  const run = await createLog();
  for (const seq of [1, 2, 3]) {
    await takenPoints(run, seq, [{ step: seq, values: { loss: seq } }]);
    if (seq === 2) await foldLog(env, run.id);
  }
  return run;
}

describe('the doctor', () => {
  test('has nothing to say of a logged run that is whole', async ({ expect }) => {
    await filled();
    expect(await findings(true)).toEqual([]);
  });

  test('deletes the object of a fold that was never committed, and no other', async ({ expect }) => {
    const run = await filled();
    const before = await keysUnder(`runs/${run.id}/`);
    const left = `runs/${run.id}/segments/1-3.00000000`;
    for (const key of [left, `runs/${run.id}/segments/x`, `runs/${'a'.repeat(22)}/segments/1-2.00000000`]) {
      await env.OBJECTS.put(key, 'x');
    }
    const wanted = expect.arrayContaining([
      expect.objectContaining({ kind: 'leftover', where: left, finding: expect.stringContaining('replaced') }),
      expect.objectContaining({ where: `runs/${run.id}/segments/x`, finding: expect.stringContaining('No part') }),
      expect.objectContaining({ where: `runs/${'a'.repeat(22)}/segments/1-2.00000000` }),
    ]);
    expect(await findings(false)).toEqual(wanted);
    expect(await findings(true)).toEqual(wanted);
    expect(await findings(false)).toEqual([]);
    expect(await keysUnder(`runs/${run.id}/`)).toEqual(before);
    expect((await curveOf(run)).lines[0]).toMatchObject({ steps: [1, 2, 3] });
  });

  test('names what is missing of a logged run', async ({ expect }) => {
    const run = await filled();
    const [key] = await keysUnder(`runs/${run.id}/`);
    await env.OBJECTS.delete(key!);
    await env.DB.prepare('DELETE FROM log_batches WHERE run_id = ?1').bind(run.id).run();
    expect(await findings(true)).toEqual([
      { kind: 'missing', where: key, finding: expect.stringContaining('missing'), fixed: false },
      {
        kind: 'missing',
        where: `log_batches of ${run.id}`,
        finding: expect.stringContaining('1 were expected beside its segments, 0 are there'),
        fixed: false,
      },
    ]);
    await env.DB.prepare('DELETE FROM logs WHERE id = ?1').bind(run.id).run();
  });
});
