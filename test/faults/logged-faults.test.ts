import { rm } from 'node:fs/promises';
import { test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { ask, connect } from '../../apps/cli/src/client.ts';
import { startStack } from '../../apps/cli/src/stack/stack.ts';
import { newState } from '../new-state.ts';

const OPERATOR = 'operator';
/** The probability that one operation of R2 or D1 fails. */
const FAULTS = '0.05';
/** `npm run test:faults` sends twice as many and kills twice. */
const IS_LONG = process.env['STEPWELL_FAULTY_RUNS'] !== undefined;
/** Enough for several folds. */
const BATCHES = IS_LONG ? 200 : 100;
const KILLED_AFTER = IS_LONG ? [70, 140] : [70];

interface Diagnosis {
  findings: { kind: string; where: string; finding: string; fixed: boolean }[];
  cursor: string | null;
}

test('batches are stored once while R2 and D1 fail, answers are lost, and the service is killed', async ({
  expect,
}) => {
  const persistTo = await newState();
  /** Of the first start; whoever sends batches keeps the address. */
  let port = 0;
  const start = async () => {
    const started = await startStack({
      port,
      persistTo,
      reuse: false,
      quiet: true,
      dashboard: false,
      script: 'test/faults/faulty-worker.ts',
      vars: { FAULTS, OPERATOR_TOKEN: OPERATOR },
    });
    port = Number(new URL(started.url).port);
    return started;
  };
  let stack = await start();
  const faults = (state: 'on' | 'off') => fetch(`${stack.url}/api/faults/${state}`);
  try {
    await faults('off');
    const run = await ask(() => connect(stack.url).api.logs.$post({ json: { project: 'faults' } }));
    await faults('on');
    const dice = generator(1, 'faults', 'logged');
    const headers = { authorization: `Bearer ${run.key}`, 'content-type': 'application/json' };
    const post = (seq: number) =>
      fetch(`${stack.url}/api/logs/${run.id}/points`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ seq, points: [{ step: seq, values: { loss: seq, [`m${seq % 3}`]: -seq } }] }),
      }).then(
        (answer) => answer.status,
        () => 0,
      );
    let failed = 0;
    for (let seq = 1; seq <= BATCHES; seq++) {
      for (let status = 0; status !== 200;) {
        status = await post(seq);
        if (status !== 200) failed++;
        expect([0, 200, 500, 503], `batch ${seq}`).toContain(status);
      }
      // Now and then, what is stored is sent again, two at once.
      if (dice.uniform() < 0.1) await Promise.all([post(seq), post(Math.max(1, seq - 40))]);
      if (KILLED_AFTER.includes(seq)) {
        const sending = post(seq + 1);
        process.kill(-stack.processGroup!, 'SIGKILL');
        await Promise.all([stack.ended, sending]);
        stack = await start();
      }
    }
    await faults('off');
    expect(failed).toBeGreaterThan(5);
    const answer = await fetch(`${stack.url}/api/logs/${run.id}/export.json`);
    const { points } = (await answer.json()) as { points: unknown[] };
    expect(points).toEqual(
      Array.from({ length: BATCHES }, (_, i) => ({
        step: i + 1,
        values: { loss: i + 1, [`m${(i + 1) % 3}`]: -i - 1 },
      })),
    );
    const { lines } = (await (await fetch(`${stack.url}/api/logs/${run.id}/curve?metric=loss`)).json()) as {
      lines: { count: number; steps: number[] }[];
    };
    expect([lines[0]!.count, lines[0]!.steps.length]).toEqual([BATCHES, BATCHES]);
    const examine = async () => {
      const findings: Diagnosis['findings'] = [];
      for (let cursor: string | null = 'runs:'; cursor !== null;) {
        const body = JSON.stringify({ cursor, fix: true, olderThanSeconds: 0 });
        const asked = { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' };
        const examined = await fetch(`${stack.url}/api/operator/doctor`, { method: 'POST', headers: asked, body });
        const diagnosis = (await examined.json()) as Diagnosis;
        findings.push(...diagnosis.findings);
        ({ cursor } = diagnosis);
      }
      return findings;
    };
    // Objects of folds that were cut short are left over; nothing is missing.
    for (const { kind, fixed } of await examine()) expect([kind, fixed]).toEqual(['leftover', true]);
    expect(await examine()).toEqual([]);
  } finally {
    await stack.stop();
    await rm(persistTo, { recursive: true, force: true });
  }
});
