import type { Env } from '../env.ts';
import { idsIn, knownRuns, type RowsOfRuns } from '../storage/inspect.ts';
import { deleteLeftoverRows } from '../storage/fix-runs.ts';
import type { Examination, Examined } from './finding.ts';

const IDS_A_CALL = 500;

/** Finds rows without a run, one page at a time. @param after cursor over the run ids; '' for the first page. */
export async function examineRows(env: Env, table: RowsOfRuns, after: string, how: Examination): Promise<Examined> {
  const ids = await idsIn(env.DB, table, after, IDS_A_CALL);
  const known = await knownRuns(env.DB, ids);
  const leftover = ids.filter((id) => !known.has(id));
  if (how.fix && leftover.length > 0) await deleteLeftoverRows(env.DB, table, leftover);
  return {
    findings: leftover.map((id) => ({
      kind: 'leftover',
      where: `${table} of ${id}`,
      finding: 'These rows belong to no run. Fix: delete them.',
      fixed: how.fix,
    })),
    examined: { runs: 0, objects: 0 },
    after: ids.length < IDS_A_CALL ? null : (ids.at(-1) ?? null),
  };
}
