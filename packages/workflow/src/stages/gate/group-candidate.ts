import { countDistinct, countMissing, isValues, type Table } from '@stepwell/data/table';
import type { Definition } from '../define/index.ts';

/** Groups that a split needs to have some on either side, and rows that they have on average at least and at most. */
const FEWEST = 10;
const LEAST_ROWS = 1.5;
const MOST_ROWS = 200;
/** Words that a column of names is called by, whole or as the last part: "id", "patient_id", "CustomerNo". */
const NAMES =
  /(^|[^a-z])(id|ids|key|uid|uuid|no|nr|number|patient|subject|participant|person|customer|client|user|member|student|household|family|site|device|machine|sensor|store|shop|school|hospital|session|author|speaker|animal|plot|case)$/;

/**
 * A column that may say whom or what a row is about, such as a patient with several rows: rows of one patient are alike, and
 * a model that has seen some of them knows the others. A leaking column that looks like names comes first, then one that is
 * called like names and repeats, whether it is an input or was left out: leaving it out doesn't make its rows less alike.
 *
 * @param table the development rows.
 * @returns the column's name; null for none.
 */
export function groupCandidate(table: Table, { leaks, audit, target, timeColumn }: Definition): string | null {
  const leaking = leaks.find(({ column }) =>
    audit.some(
      ({ check, evidence }) => check === 'leak' && evidence['column'] === column && evidence['names'] === true,
    ),
  );
  if (leaking !== undefined) return leaking.column;
  const named = table.columns.find((column) => {
    const { name } = column;
    if (!isValues(column) || target.includes(name) || name === timeColumn || !NAMES.test(wordsOf(name))) return false;
    if (column.kind !== 'categorical' && column.kind !== 'numeric') return false;
    const present = table.rows - countMissing(column, table.rows);
    const distinct = countDistinct(column, table.rows);
    const each = present / distinct;
    return distinct >= FEWEST && each >= LEAST_ROWS && each <= MOST_ROWS;
  });
  return named?.name ?? null;
}

/** "CustomerNo" as "customer no". */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim();
}
