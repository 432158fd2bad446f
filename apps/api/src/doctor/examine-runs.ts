import type { Env } from '../env.ts';
import { forgetLiveRun } from '../live/live-run.ts';
import { brokenCurves, checkpointsOf, runsAfter, runsDecidedBeyond } from '../storage/inspect.ts';
import { deleteDecisionsBeyond } from '../storage/mend.ts';
import { datasetKeys, predictionsKey } from '../storage/objects.ts';
import { diagnosticsKey, sketchesKey } from '../storage/pictures.ts';
import { datasetPrefix, runPrefix } from '../storage/prefixes.ts';
import { runExists } from '../storage/runs.ts';
import type { Examination, Examined, Finding } from './finding.ts';
import { mendCurve, mendFit, mendSketches } from './mend-run.ts';
import { readRun, type ReadRun } from './read-run.ts';
import { storedOf, type Stored } from './stored.ts';

/** Their states are read whole, and may take megabytes each. */
const RUNS_A_CALL = 10;

/** Looks for what runs lack, behind a cursor over their ids. */
export async function examineRuns(env: Env, after: string, how: Examination): Promise<Examined> {
  const rows = await runsAfter(env.DB, after, RUNS_A_CALL);
  const ids = rows.map(({ id }) => id);
  const runs = new Map(rows.map((row) => [row.id, readRun(row)]));
  const prefixes = [...runs.values()].flatMap((run) => [
    runPrefix(run.row.id),
    ...datasetsOf(run).map((sha256) => datasetPrefix(sha256)),
  ]);
  const named = await checkpointsOf(env.DB, ids);
  const stored = await storedOf(env.OBJECTS, prefixes);
  const findings: Finding[] = [];
  for (const run of runs.values()) {
    const found = [...unreadable(run), ...(await lacking(env, run, stored, how))];
    // One that was deleted meanwhile lacks nothing.
    if (found.length > 0 && (await runExists(env.DB, run.row.id))) findings.push(...found);
  }
  for (const { runId, fitId, checkpoint } of named) {
    if (await stored.has(checkpoint)) continue;
    // Nor does one whose fit has gone on meanwhile.
    const now = await checkpointsOf(env.DB, [runId]);
    if (!now.some((one) => one.checkpoint === checkpoint)) continue;
    findings.push(await mendFit(env.DB, runs.get(runId)!, fitId, checkpoint, how.mend));
  }
  for (const { runId, fitId, begun } of await brokenCurves(env.DB, ids)) {
    findings.push(await mendCurve(env.DB, runs.get(runId)!, fitId, begun, how.mend));
  }
  for (const runId of await runsDecidedBeyond(env.DB, ids)) {
    if (how.mend) await deleteDecisionsBeyond(env.DB, runId);
    const finding = 'Decisions of a version that the run has not come to. Mending deletes them: the run decides again.';
    findings.push({ kind: 'orphan', where: `decisions of ${runId}`, finding, mended: how.mend });
  }
  // Whoever watches is told what is there now.
  if (findings.some(({ mended }) => mended)) ids.forEach(forgetLiveRun);
  // Objects are counted where each of them is looked at.
  const looked = { runs: rows.length, objects: 0 };
  return { findings, looked, after: rows.length < RUNS_A_CALL ? null : (ids.at(-1) ?? null) };
}

function datasetsOf({ spec }: ReadRun): string[] {
  return spec === null ? [] : [spec.dataset, ...(spec.testDataset === undefined ? [] : [spec.testDataset])];
}

function unreadable({ row, spec, state }: ReadRun): Finding[] {
  if (spec !== null && state !== null) return [];
  const finding = `The ${state === null ? 'state' : 'spec'} of this run can't be read: an earlier version made it, or it is damaged. Start the run again where it is wanted, and delete this one.`;
  return [{ kind: 'hole', where: `runs of ${row.id}`, finding, mended: false }];
}

async function lacking(env: Env, run: ReadRun, stored: Stored, how: Examination): Promise<Finding[]> {
  const { row, state } = run;
  const findings: Finding[] = [];
  for (const sha256 of datasetsOf(run)) {
    const parts = await Promise.all(datasetKeys(sha256).map((key) => stored.has(key)));
    if (!parts.includes(false)) continue;
    const finding = `Run ${row.id} is of this dataset, which is not whole. Upload the file with this sha256 again; of a part or a share, the same part or share.`;
    findings.push({ kind: 'hole', where: datasetPrefix(sha256), finding, mended: false });
  }
  if (!(await stored.has(sketchesKey(row.id)))) findings.push(await mendSketches(env, run, how.mend));
  const opened = state?.test?.opened;
  if (opened === undefined) return findings;
  for (const key of [predictionsKey(row.id, opened), diagnosticsKey(row.id, opened)]) {
    if (await stored.has(key)) continue;
    const finding =
      'Of the rows that this run was tested on, this is missing. Start the run again: its spec gives it anew.';
    findings.push({ kind: 'hole', where: key, finding, mended: false });
  }
  return findings;
}
