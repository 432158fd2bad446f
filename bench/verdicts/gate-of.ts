import type { Table } from '@stepwell/data/table';
import { openRunData, type RunSpecInput } from '@stepwell/workflow';
import { driveRun } from '../../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../../packages/workflow/src/testing/spec.ts';

/** The gate's verdict on a table, from its two models alone: the other trials are evidence, not part of the test. */
export async function gateOf(table: Table, fields: Partial<RunSpecInput>) {
  const { state } = await driveRun(openRunData(specOf({ effort: 'quick', ...fields }), table, null), {
    gateTrials: ({ id }) => id === 'power' || id === 'linear',
    until: ({ gate }) => gate !== null,
  });
  if (state.gate === null) throw new Error(state.failure?.message ?? 'the run ended before the gate');
  return state.gate;
}
