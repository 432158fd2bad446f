import type { Env } from '../env.ts';
import { keyHashOfLog } from '../storage/logs.ts';
import { logsAfter, logsWithGaps, objectsOfLogs } from '../storage/logs-to-examine.ts';
import { runPrefix } from '../storage/prefixes.ts';
import type { Examination, Examined, Finding } from './finding.ts';
import { storedOf } from './stored.ts';

const RUNS_A_CALL = 20;

/** Finds logged runs whose points are incomplete, one page at a time. Nobody but who logged them has the points. */
export async function examineLogs(env: Env, after: string, _how: Examination): Promise<Examined> {
  const ids = await logsAfter(env.DB, after, RUNS_A_CALL);
  const used = await objectsOfLogs(env.DB, ids);
  const stored = await storedOf(
    env.OBJECTS,
    ids.map((id) => runPrefix(id)),
  );
  const findings: Finding[] = [];
  for (const [id, keys] of used) {
    for (const key of keys) {
      if (await stored.has(key)) continue;
      // Skip what was folded or deleted meanwhile.
      if ((await objectsOfLogs(env.DB, [id])).get(id)?.has(key) !== true) continue;
      const finding = 'Points of this logged run are missing. Log the run again if you need them, and delete this one.';
      findings.push({ kind: 'missing', where: key, finding, fixed: false });
    }
  }
  for (const { id, expected, found } of await logsWithGaps(env.DB, ids)) {
    if ((await keyHashOfLog(env.DB, id)) === null) continue;
    const finding = `Batches of this logged run are missing: ${expected} were expected beside its segments, ${found} are there. Log the run again if you need them, and delete this one.`;
    findings.push({ kind: 'missing', where: `log_batches of ${id}`, finding, fixed: false });
  }
  const examined = { runs: ids.length, objects: 0 };
  return { findings, examined, after: ids.length < RUNS_A_CALL ? null : (ids.at(-1) ?? null) };
}
