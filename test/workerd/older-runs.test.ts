import { env } from 'cloudflare:workers';
import { test } from 'vitest';
import { runState, startState } from '@stepwell/workflow';
import { runSpec } from '@stepwell/workflow/question';
import { loadDecisions, loadRun } from '../../apps/api/src/storage/runs.ts';
import { gateOf } from '../../packages/workflow/src/testing/states.ts';

test('a run that the version before stored is read under the new names, its numbers digit for digit', async ({
  expect,
}) => {
  const gate = gateOf({ score: 0.1 + 0.2, p: 1e-300, gain: 5e-324, verdict: 'no-signal' });
  const state = {
    ...startState(),
    status: 'stopped' as const,
    stoppedBy: 'gate' as const,
    stage: 'gate' as const,
    gate,
  };
  const spec = runSpec.parse({ dataset: '0'.repeat(64), target: ['it\'s "y"'], ignoreGate: true, model: { l2: 1e-7 } });
  const { gate: power, ...stateRest } = state;
  const { ignoreGate: goOn, ...specRest } = spec;
  const decision = { stage: 'gate', choice: 'no sign', why: 'power', evidence: { p: 0.61 }, by: 'rule' } as const;
  const insert = `INSERT INTO runs (id, key_hash, name, spec, rows, columns, state, status, created_at, updated_at, keep_going)
    VALUES (?1, 'hash', 'old', ?2, 3, 2, ?3, 'stopped', 1, 1, 1)`;
  const old = { ...stateRest, schema: 'stepwell.run/2', stage: 'power', power };
  await env.DB.batch([
    env.DB.prepare(insert).bind('old', JSON.stringify({ ...specRest, goOn }), JSON.stringify(old)),
    env.DB.prepare(`INSERT INTO decisions (run_id, version, position, decision) VALUES ('old', 1, 0, ?1)`).bind(
      JSON.stringify({ ...decision, stage: 'power' }),
    ),
  ]);

  const run = await loadRun(env.DB, 'old');
  expect(run.state).toEqual(runState.parse(state));
  expect(run.spec).toEqual(spec);
  expect(run.inBackground).toBe(true);
  expect(await loadDecisions(env.DB, 'old')).toEqual([decision]);
});
