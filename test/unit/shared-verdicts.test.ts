/** Verdicts on published data. Skipped, by name, where ../shared is not there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { openRunData, verdictOf } from '@stepwell/workflow';
import { runSpec, type RunSpecInput } from '@stepwell/workflow/question';
import { beforeAll, describe, test } from 'vitest';
import { startEngine } from '../../packages/workflow/src/training/architecture/testing/start-engine.ts';
import { driveRun } from '../../packages/workflow/src/run/drive-run.ts';
import { tableFrom } from '../../packages/data/src/testing/streams.ts';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

beforeAll(startEngine);

/** The gate's part of a run on the rows of a file, or on every so many of them. */
async function gateOf(file: string, fields: Omit<RunSpecInput, 'dataset'>, every = 1) {
  const bytes = readFileSync(DATA + file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
  const table = await tableFrom(lines.filter((_, line) => line === 0 || line % every === 0).join('\n'));
  const spec = runSpec.parse({ dataset: '0'.repeat(64), effort: 'quick', ...fields });
  const { state } = await driveRun(openRunData(spec, table, null), { until: ({ gate }) => gate !== null });
  return state;
}

describe.skipIf(!existsSync(DATA))('published data', () => {
  test('titanic with "alive" is leak-suspected', { timeout: 120_000 }, async ({ expect }) => {
    const state = await gateOf('titanic/titanic.csv', { target: ['survived'] });
    expect(state).toMatchObject({ status: 'stopped', gate: { verdict: 'leak-suspected' } });
    expect(verdictOf(state)).toContain('"alive" leaks "survived": on its own it is right every time');
  });

  test('electricity in order of time has evidence of change', { timeout: 300_000 }, async ({ expect }) => {
    const state = await gateOf('electricity-elec2/elec.csv.gz', { target: ['class'], order: 'file' }, 5);
    const { drift, order, evidence } = state.gate!;
    expect(order).toHaveLength(1);
    expect(order[0]!.randomGain).toBeGreaterThan(order[0]!.orderedGain);
    expect(drift[0]!.ci[0]).toBeGreaterThan(0.55);
    expect(drift[0]!.columns.map(({ column }) => column)).toContain('vicprice');
    expect(evidence.join(' ')).toContain('Earlier and later rows');
  });
});
