import type { Env } from '../env.ts';
import { idsIn, knownRuns, type RowsOfRuns } from '../storage/inspect.ts';
import { deleteLoneRows } from '../storage/mend.ts';
import type { Examination, Examined } from './finding.ts';

const IDS_A_CALL = 500;

/** Looks for rows of a table that belong to no run, behind a cursor over the runs' ids. */
export async function examineRows(env: Env, table: RowsOfRuns, after: string, how: Examination): Promise<Examined> {
  const ids = await idsIn(env.DB, table, after, IDS_A_CALL);
  const known = await knownRuns(env.DB, ids);
  const lone = ids.filter((id) => !known.has(id));
  if (how.mend && lone.length > 0) await deleteLoneRows(env.DB, table, lone);
  return {
    findings: lone.map((id) => ({
      kind: 'orphan',
      where: `${table} of ${id}`,
      finding: 'Rows of no run. Mending deletes them.',
      mended: how.mend,
    })),
    looked: { runs: 0, objects: 0 },
    after: ids.length < IDS_A_CALL ? null : (ids.at(-1) ?? null),
  };
}
