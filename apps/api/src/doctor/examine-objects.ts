import { isSuperseded } from '../cleaning/is-superseded.ts';
import { removeDatasets } from '../cleaning/remove-datasets.ts';
import type { Env } from '../env.ts';
import { unusedOf } from '../storage/condemned.ts';
import { knownRuns } from '../storage/inspect.ts';
import { datasetKeys } from '../storage/objects.ts';
import { Operations } from '../storage/operations.ts';
import { DATASETS, datasetPrefix, deleteObjects, listObjects, RUNS } from '../storage/prefixes.ts';
import { namedCheckpoints, runsByIds } from '../storage/to-clean.ts';
import type { Examination, Examined, Finding } from './finding.ts';

const OBJECTS_A_CALL = 500;
/** What is kept of a run. */
const OF_A_RUN = /^(?:sketches|fits\/.+|card\/.+|(?:predictions|diagnostics)\/\d+)$/s;

/** Looks for objects that belong to nobody, behind a cursor over their keys. */
export async function examineObjects(env: Env, after: string, how: Examination): Promise<Examined> {
  const page = await env.OBJECTS.list({ limit: OBJECTS_A_CALL, ...(after === '' ? {} : { startAfter: after }) });
  const keys = page.objects
    .filter(({ uploaded }) => how.now - uploaded.getTime() >= how.olderThanMs)
    .map(({ key }) => key);
  const lone = [...unknownPlaces(keys), ...(await ofNoRun(env, keys))];
  const findings = lone.map(([key, why]): Finding => ({
    kind: 'orphan',
    where: key,
    finding: `${why} Mending deletes it.`,
    mended: how.mend,
  }));
  if (how.mend) {
    await deleteObjects(
      env.OBJECTS,
      lone.map(([key]) => key),
      new Operations(OBJECTS_A_CALL),
    );
  }
  findings.push(...(await halfDatasets(env, keys, how)));
  const looked = { runs: 0, objects: page.objects.length };
  return { findings, looked, after: page.truncated ? (page.objects.at(-1)?.key ?? null) : null };
}

type Lone = [key: string, why: string];

function unknownPlaces(keys: string[]): Lone[] {
  const why = 'Nothing of this name is ever read.';
  return keys
    .filter((key) => {
      const { folder, owner, name } = partsOf(key);
      if (folder === RUNS) return !OF_A_RUN.test(name);
      return folder !== DATASETS || !datasetKeys(owner).includes(key);
    })
    .map((key): Lone => [key, why]);
}

async function ofNoRun(env: Env, keys: string[]): Promise<Lone[]> {
  const ofRuns = keys.filter((key) => OF_A_RUN.test(partsOf(key).name) && partsOf(key).folder === RUNS);
  const ids = [...new Set(ofRuns.map((key) => partsOf(key).owner))];
  if (ids.length === 0) return [];
  // First what is named, then which runs there are: a run that is being made is young, and one that goes is noted.
  const checkpoints = await namedCheckpoints(env.DB, ids);
  const runs = new Map((await runsByIds(env.DB, ids)).map((run) => [run.id, run]));
  const known = await knownRuns(env.DB, ids);
  return ofRuns.flatMap((key): Lone[] => {
    const id = partsOf(key).owner;
    if (!known.has(id)) return [[key, 'It is of no run.']];
    const run = runs.get(id);
    if (run === undefined) return [];
    return isSuperseded(key, run, checkpoints) ? [[key, 'The run has gone on without it.']] : [];
  });
}

/** Datasets of which a part is there, that no run is of: those that one is of are found with the run. */
async function halfDatasets(env: Env, keys: string[], how: Examination): Promise<Finding[]> {
  const parts = keys.filter((key) => datasetKeys(partsOf(key).owner).includes(key));
  const owners = [...new Set(parts.map((key) => partsOf(key).owner))];
  const suspect = owners.filter((sha256) => !datasetKeys(sha256).every((key) => parts.includes(key)));
  const findings: Finding[] = [];
  const operations = new Operations(OBJECTS_A_CALL);
  for (const sha256 of suspect.length === 0 ? [] : await unusedOf(env.DB, suspect)) {
    const { objects } = await listObjects(env.OBJECTS, datasetPrefix(sha256), operations);
    const there = new Set(objects.map(({ key }) => key));
    const [first] = datasetKeys(sha256).filter((key) => !there.has(key));
    // The other part may be on the next page, or younger.
    if (first === undefined) continue;
    const unwanted = { sha256, uploadedUntil: how.now - how.olderThanMs };
    const mended = how.mend && (await removeDatasets(env, [unwanted], how.now, operations)) === 1;
    const finding = 'Of this dataset only a part is there. Mending deletes it; upload the file with this sha256 again.';
    findings.push({ kind: 'orphan', where: datasetPrefix(sha256), finding, mended });
  }
  return findings;
}

/** "runs/", an id, and what comes after it. */
function partsOf(key: string): { folder: string; owner: string; name: string } {
  const [, folder = '', owner = '', name = ''] = /^([^/]*\/)([^/]*)\/(.*)$/s.exec(key) ?? [];
  return { folder, owner, name };
}
