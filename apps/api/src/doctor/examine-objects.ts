import { isSuperseded } from '../cleaning/is-superseded.ts';
import { removeDatasets } from '../cleaning/remove-datasets.ts';
import type { Env } from '../env.ts';
import { unusedOf } from '../storage/dataset-claims.ts';
import { knownRuns } from '../storage/inspect.ts';
import { LOG_OBJECT } from '../storage/log-objects.ts';
import { objectsOfLogs } from '../storage/logs-to-examine.ts';
import { datasetKeys } from '../storage/objects.ts';
import { Operations } from '../storage/operations.ts';
import { DATASETS, datasetPrefix, deleteObjects, listObjects, RUNS } from '../storage/prefixes.ts';
import { namedCheckpoints, runsByIds } from '../storage/to-clean.ts';
import type { Examination, Examined, Finding } from './finding.ts';

const OBJECTS_A_CALL = 500;
/** Names of a run's objects, after its prefix. */
const RUN_OBJECT = /^(?:sketches|explanation|fits\/.+|card\/.+|(?:predictions|diagnostics|model)\/\d+)$/s;

/** Finds leftover objects, one page at a time. @param after cursor over the keys; '' for the first page. */
export async function examineObjects(env: Env, after: string, how: Examination): Promise<Examined> {
  const page = await env.OBJECTS.list({ limit: OBJECTS_A_CALL, ...(after === '' ? {} : { startAfter: after }) });
  const keys = page.objects
    .filter(({ uploaded }) => how.now - uploaded.getTime() >= how.olderThanMs)
    .map(({ key }) => key);
  const leftover = [...unknownKeys(keys), ...(await unusedByRuns(env, keys))];
  const findings = leftover.map(([key, why]): Finding => ({
    kind: 'leftover',
    where: key,
    finding: `${why} Fix: delete it.`,
    fixed: how.fix,
  }));
  if (how.fix) {
    await deleteObjects(
      env.OBJECTS,
      leftover.map(([key]) => key),
      new Operations(OBJECTS_A_CALL),
    );
  }
  findings.push(...(await incompleteDatasets(env, keys, how)));
  const examined = { runs: 0, objects: page.objects.length };
  return { findings, examined, after: page.truncated ? (page.objects.at(-1)?.key ?? null) : null };
}

type Leftover = [key: string, why: string];

function unknownKeys(keys: string[]): Leftover[] {
  const why = 'No part of the service uses this key.';
  return keys
    .filter((key) => {
      const { folder, owner, name } = partsOf(key);
      if (folder === RUNS) return !RUN_OBJECT.test(name) && !LOG_OBJECT.test(name);
      return folder !== DATASETS || !datasetKeys(owner).includes(key);
    })
    .map((key): Leftover => [key, why]);
}

async function unusedByRuns(env: Env, keys: string[]): Promise<Leftover[]> {
  const ofRuns = keys.filter((key) => {
    const { folder, name } = partsOf(key);
    return folder === RUNS && (RUN_OBJECT.test(name) || LOG_OBJECT.test(name));
  });
  const ids = [...new Set(ofRuns.map((key) => partsOf(key).owner))];
  if (ids.length === 0) return [];
  // Read the checkpoints before the runs: objects of a run in creation are young, and deleted runs are noted.
  const checkpoints = await namedCheckpoints(env.DB, ids);
  const runs = new Map((await runsByIds(env.DB, ids)).map((run) => [run.id, run]));
  const ofLogs = await objectsOfLogs(env.DB, ids);
  const known = await knownRuns(env.DB, ids);
  return ofRuns.flatMap((key): Leftover[] => {
    const id = partsOf(key).owner;
    if (!known.has(id)) return [[key, 'It belongs to no run.']];
    const used = ofLogs.get(id);
    if (used !== undefined) return used.has(key) ? [] : [[key, 'The run has replaced it.']];
    const run = runs.get(id);
    if (run === undefined) return [];
    return isSuperseded(key, run, checkpoints) ? [[key, 'The run has replaced it.']] : [];
  });
}

/** Finds incomplete datasets without a run; those with a run are found by `examineRuns`. */
async function incompleteDatasets(env: Env, keys: string[], how: Examination): Promise<Finding[]> {
  const parts = keys.filter((key) => datasetKeys(partsOf(key).owner).includes(key));
  const owners = [...new Set(parts.map((key) => partsOf(key).owner))];
  const suspect = owners.filter((sha256) => !datasetKeys(sha256).every((key) => parts.includes(key)));
  const findings: Finding[] = [];
  const operations = new Operations(OBJECTS_A_CALL);
  for (const sha256 of suspect.length === 0 ? [] : await unusedOf(env.DB, suspect)) {
    const { objects } = await listObjects(env.OBJECTS, datasetPrefix(sha256), operations);
    const there = new Set(objects.map(({ key }) => key));
    const [first] = datasetKeys(sha256).filter((key) => !there.has(key));
    // Skip complete datasets: the other part may be on the next page, or younger.
    if (first === undefined) continue;
    const unwanted = { sha256, uploadedUntil: how.now - how.olderThanMs };
    const fixed = how.fix && (await removeDatasets(env, [unwanted], how.now, operations)) === 1;
    const finding =
      'This dataset is incomplete, and no run uses it. Fix: delete it. To use it, upload the file with this sha256 again.';
    findings.push({ kind: 'leftover', where: datasetPrefix(sha256), finding, fixed });
  }
  return findings;
}

/** Splits a key into "runs/" or "datasets/", an id, and the rest. */
function partsOf(key: string): { folder: string; owner: string; name: string } {
  const [, folder = '', owner = '', name = ''] = /^([^/]*\/)([^/]*)\/(.*)$/s.exec(key) ?? [];
  return { folder, owner, name };
}
