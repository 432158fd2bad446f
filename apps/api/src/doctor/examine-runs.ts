import type { Env } from '../env.ts';
import { checkpointsOf, brokenCurves, knownRuns, runsAfter, runsDecidedBeyond } from '../storage/inspect.ts';
import { deleteDecisionsBeyond } from '../storage/mend.ts';
import { datasetKeys, predictionsKey } from '../storage/objects.ts';
import { Operations } from '../storage/operations.ts';
import { diagnosticsKey, sketchesKey } from '../storage/pictures.ts';
import { datasetPrefix, listObjects, runPrefix } from '../storage/prefixes.ts';
import type { Examination, Examined, Finding } from './finding.ts';
import { mendCurve, mendFit, mendSketches } from './mend-run.ts';
import { readRun, type ReadRun } from './read-run.ts';

/** Their states are read whole, and may take megabytes each. */
const RUNS_A_CALL = 10;
/** Of listing what these runs have: a thousand objects each. */
const OPERATIONS = 500;

/** Looks for what runs lack, behind a cursor over their ids. */
export async function examineRuns(env: Env, after: string, how: Examination): Promise<Examined> {
  const rows = await runsAfter(env.DB, after, RUNS_A_CALL);
  const ids = rows.map(({ id }) => id);
  const named = await checkpointsOf(env.DB, ids);
  const operations = new Operations(OPERATIONS);
  const stored = new Set<string>();
  const runs = rows.map(readRun);
  const prefixes = [...ids.map(runPrefix), ...runs.flatMap(datasetsOf).map(datasetPrefix)];
  for (const prefix of new Set(prefixes)) {
    for (const { key } of (await listObjects(env.OBJECTS, prefix, operations)).objects) stored.add(key);
  }
  const findings: Finding[] = [];
  const still = await knownRuns(env.DB, ids);
  for (const run of runs.filter(({ row }) => still.has(row.id))) {
    findings.push(...unreadable(run), ...(await lacking(env, run, stored, how)));
  }
  const missing = named.filter(({ checkpoint }) => !stored.has(checkpoint));
  const stillNamed = missing.length === 0 ? [] : await checkpointsOf(env.DB, ids);
  for (const { runId, fitId, checkpoint } of missing) {
    if (!stillNamed.some((one) => one.checkpoint === checkpoint)) continue;
    const run = runs.find(({ row }) => row.id === runId)!;
    findings.push(await mendFit(env.DB, run, fitId, checkpoint, how.mend));
  }
  for (const { runId, fitId, begun } of await brokenCurves(env.DB, ids)) {
    const run = runs.find(({ row }) => row.id === runId)!;
    findings.push(await mendCurve(env.DB, run, fitId, begun, how.mend));
  }
  for (const runId of await runsDecidedBeyond(env.DB, ids)) {
    if (how.mend) await deleteDecisionsBeyond(env.DB, runId);
    findings.push({
      kind: 'orphan',
      where: `decisions of ${runId}`,
      finding: 'Decisions of a version that the run has not come to. Mending deletes them: the run decides again.',
      mended: how.mend,
    });
  }
  const looked = { runs: rows.length, objects: stored.size };
  return { findings, looked, after: rows.length < RUNS_A_CALL ? null : (ids.at(-1) ?? null) };
}

function datasetsOf({ spec }: ReadRun): string[] {
  return spec === null ? [] : [spec.dataset, ...(spec.testDataset === undefined ? [] : [spec.testDataset])];
}

function unreadable({ row, spec, state }: ReadRun): Finding[] {
  if (spec !== null && state !== null) return [];
  const what = state === null ? 'state' : 'spec';
  const finding = `This run's ${what} can't be read: an earlier version made it, or it is damaged. Start the run again, where it is wanted; DELETE it.`;
  return [{ kind: 'hole', where: `runs of ${row.id}`, finding, mended: false }];
}

async function lacking(env: Env, run: ReadRun, stored: ReadonlySet<string>, how: Examination): Promise<Finding[]> {
  const { row, state } = run;
  const findings: Finding[] = [];
  const whole = datasetsOf(run).filter((sha256) => datasetKeys(sha256).every((key) => stored.has(key)));
  for (const sha256 of datasetsOf(run).filter((sha256) => !whole.includes(sha256))) {
    const finding = `Run ${row.id} is of this dataset, which is not whole. Upload the file with this sha256 again; of a part or a share, the same part or share.`;
    findings.push({ kind: 'hole', where: datasetPrefix(sha256), finding, mended: false });
  }
  if (!stored.has(sketchesKey(row.id))) {
    findings.push(await mendSketches(env, run, whole.length === datasetsOf(run).length && how.mend));
  }
  const opened = state?.test?.opened;
  if (opened === undefined) return findings;
  for (const key of [predictionsKey(row.id, opened), diagnosticsKey(row.id, opened)]) {
    if (stored.has(key)) continue;
    const finding =
      'The run was tested, and this of its test rows is missing. Start the run again: the same spec gives it anew.';
    findings.push({ kind: 'hole', where: key, finding, mended: false });
  }
  return findings;
}
