import type { Env } from '../env.ts';
import { dropLiveRun } from '../live/live-run.ts';
import { placeOf, type CheckpointPlace } from '../storage/checkpoint-place.ts';
import { brokenCurves, checkpointsOf, runsAfter, runsWithFutureDecisions } from '../storage/inspect.ts';
import { deleteFutureDecisions } from '../storage/fix-runs.ts';
import { datasetKeys, predictionsKey } from '../storage/objects.ts';
import { explanationKey } from '../storage/explanations.ts';
import { diagnosticsKey, sketchesKey } from '../storage/pictures.ts';
import { datasetPrefix, runPrefix } from '../storage/prefixes.ts';
import { runExists } from '../storage/runs.ts';
import type { Examination, Examined, Finding } from './finding.ts';
import { fixCurve, fixCheckpoint, fixSketches } from './fix-run.ts';
import { readRun, type ReadRun } from './read-run.ts';
import { storedOf, type Stored } from './stored.ts';

/** Runs per call; their states may take megabytes each. */
const RUNS_A_CALL = 10;

/** Finds missing objects of runs, one page at a time. @param after cursor over the run ids; '' for the first page. */
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
    const found = [...unreadable(run), ...(await missingObjects(env, run, stored, how))];
    // Skip runs that were deleted meanwhile.
    if (found.length > 0 && (await runExists(env.DB, run.row.id))) findings.push(...found);
  }
  for (const { runId, fitId, checkpoint } of named) {
    const { key, part } = placeOf(checkpoint);
    const size = await stored.sizeOf(key);
    if (size !== null && size >= endOf(part)) continue;
    // Skip fits that moved to another checkpoint meanwhile.
    const now = await checkpointsOf(env.DB, [runId]);
    if (!now.some((one) => one.checkpoint === checkpoint)) continue;
    const what = size === null ? 'missing' : 'cut short';
    findings.push(await fixCheckpoint(env.DB, runs.get(runId)!, fitId, { key, what }, how.fix));
  }
  for (const { runId, fitId, begun } of await brokenCurves(env.DB, ids)) {
    findings.push(await fixCurve(env.DB, runs.get(runId)!, fitId, begun, how.fix));
  }
  for (const runId of await runsWithFutureDecisions(env.DB, ids)) {
    if (how.fix) await deleteFutureDecisions(env.DB, runId);
    const finding =
      'These decisions belong to a version that the run has not reached. Fix: delete them; the run decides again.';
    findings.push({ kind: 'leftover', where: `decisions of ${runId}`, finding, fixed: how.fix });
  }
  // Watchers get the new state.
  if (findings.some(({ fixed }) => fixed)) ids.forEach(dropLiveRun);
  // Objects are counted by `examineObjects`.
  const examined = { runs: rows.length, objects: 0 };
  return { findings, examined, after: rows.length < RUNS_A_CALL ? null : (ids.at(-1) ?? null) };
}

/** @returns how many bytes an object has at least that holds this part. */
function endOf(part: CheckpointPlace['part']): number {
  return part === null ? 0 : part.offset + part.length;
}

function datasetsOf({ spec }: ReadRun): string[] {
  return spec === null ? [] : [spec.dataset, ...(spec.testDataset === undefined ? [] : [spec.testDataset])];
}

function unreadable({ row, spec, state }: ReadRun): Finding[] {
  if (spec !== null && state !== null) return [];
  const finding = `The ${state === null ? 'state' : 'spec'} of this run can't be read: an earlier version wrote it, or it is damaged. Delete the run, and start it again if you need it.`;
  return [{ kind: 'missing', where: `runs of ${row.id}`, finding, fixed: false }];
}

async function missingObjects(env: Env, run: ReadRun, stored: Stored, how: Examination): Promise<Finding[]> {
  const { row, state } = run;
  const findings: Finding[] = [];
  for (const sha256 of datasetsOf(run)) {
    const parts = await Promise.all(datasetKeys(sha256).map((key) => stored.has(key)));
    if (!parts.includes(false)) continue;
    const finding = `Run ${row.id} uses this dataset, which is incomplete. Upload the file with this sha256 again, with the same part and sample.`;
    findings.push({ kind: 'missing', where: datasetPrefix(sha256), finding, fixed: false });
  }
  if (!(await stored.has(sketchesKey(row.id)))) findings.push(await fixSketches(env, run, how.fix));
  const explained = explanationKey(row.id);
  if ((state?.explanation ?? null) !== null && !(await stored.has(explained))) {
    const finding = 'The explanation of this run is missing. Start the run again: the same spec gives the same one.';
    findings.push({ kind: 'missing', where: explained, finding, fixed: false });
  }
  const opened = state?.test?.opened;
  if (opened === undefined) return findings;
  for (const key of [predictionsKey(row.id, opened), diagnosticsKey(row.id, opened)]) {
    if (await stored.has(key)) continue;
    const finding =
      'Results of the test rows of this run are missing. Start the run again: the same spec gives the same results.';
    findings.push({ kind: 'missing', where: key, finding, fixed: false });
  }
  return findings;
}
