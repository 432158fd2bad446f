import type { RunSpec } from '../spec/index.ts';
import type { Target } from '../rows/index.ts';
import { countDistinct, countMissing, type Column, type Table } from '../table/index.ts';
import type { Definition, Finding, Input } from './definition.ts';
import { givesTargetAway } from './find-leak.ts';

/** Names that differ in more than this share of the rows name the rows. */
const ID_SHARE = 0.9;
const MIN_ROWS_FOR_ID = 20;

interface Choice {
  inputs: Input[];
  leftOut: Definition['leftOut'];
  audit: Finding[];
}

/**
 * Takes every column as an input but the target and those that can't help: empty, constant, naming the rows, texts,
 * or giving the target away.
 *
 * @param table the development rows.
 * @param target their target.
 */
export function chooseInputs(table: Table, spec: RunSpec, target: Target): Choice {
  const choice: Choice = { inputs: [], leftOut: [], audit: [] };
  for (const column of table.columns) {
    if (spec.target.includes(column.name)) continue;
    if (spec.drop.includes(column.name)) {
      choice.leftOut.push({ column: column.name, why: 'you left it out' });
      continue;
    }
    const objection = findObjection(column, table, target);
    if (objection === null) {
      if (column.kind !== 'text') choice.inputs.push({ column: column.name, kind: column.kind });
      continue;
    }
    choice.leftOut.push({ column: column.name, why: objection.why });
    choice.audit.push(objection.finding);
  }
  return choice;
}

function findObjection(column: Column, table: Table, target: Target): { why: string; finding: Finding } | null {
  const { rows } = table;
  const { name } = column;
  const warn = (check: string, why: string, evidence: Record<string, unknown>) => ({
    why,
    finding: {
      check,
      severity: 'warn' as const,
      finding: `"${name}" ${why}. Left out.`,
      evidence: { column: name, ...evidence },
    },
  });
  if (column.kind === 'text') {
    return warn('text', 'holds texts, which are not used yet', {});
  }
  const present = rows - countMissing(column, rows);
  if (present === 0) return warn('missing', 'is empty in every row', { missing: rows });
  const distinct = countDistinct(column, rows);
  if (distinct === 1 && present === rows) return warn('constant', 'has one value in every row', { distinct });
  if (namesRows(column, rows, distinct)) {
    return warn('id-like', `is different in ${distinct} of ${rows} rows: it names the rows`, { distinct, rows });
  }
  const leak = givesTargetAway(column, rows, target);
  return leak === null ? null : warn('leak', leak.why, leak.evidence);
}

function namesRows(column: Column, rows: number, distinct: number): boolean {
  if (rows < MIN_ROWS_FOR_ID) return false;
  if (column.kind === 'categorical') return distinct > ID_SHARE * rows;
  if (column.kind !== 'numeric' || distinct !== rows) return false;
  return column.values.every(Number.isInteger) && isNearlyConsecutive(column.values);
}

/** Whole numbers without a repeat that fill most of their range count rows; a measurement would not. */
function isNearlyConsecutive(values: Float64Array): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // The sealed rows take their share of the numbers with them.
  return high - low + 1 <= values.length * 1.5;
}
