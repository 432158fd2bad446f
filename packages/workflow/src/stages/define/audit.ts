import type { Target } from '@stepwell/metrics/targets';
import { formatCount } from '@stepwell/base/format';
import { countMissing, labelAt, looksLikeAmbiguousDate, type Table } from '@stepwell/data/table';
import { auditCopies } from './audit-copies.ts';
import { auditTarget } from './audit-target.ts';
import type { Finding, Input } from './definition.ts';

const FEW_ROWS = 100;
const MUCH_MISSING = 0.2;
const DATE_CELLS = 20;

/**
 * Checks what to know about the data before trusting a model of it: rows, missing and infinite values, ambiguous
 * dates, duplicate, near-duplicate and contradicting rows, and the distribution of the target.
 *
 * @param table the development rows.
 * @param unlabelled rows that were set aside because their target is missing.
 * @param isForecast whether rows are moments of a series: they overlap, and none is a copy.
 */
export function audit(
  table: Table,
  target: Target,
  inputs: Input[],
  unlabelled: number,
  isForecast = false,
): Finding[] {
  return [
    auditRows(table.rows),
    ...auditUnlabelled(unlabelled, table.rows),
    ...auditMissing(table, inputs),
    ...auditInfinite(table),
    ...auditDates(table, inputs),
    ...(isForecast ? [] : auditCopies(table, target, inputs)),
    ...auditTarget(target),
  ];
}

function auditRows(rows: number): Finding {
  const few = rows < FEW_ROWS;
  return {
    check: 'rows',
    severity: few ? 'warn' : 'info',
    finding: few
      ? `Only ${rows} rows to learn from. Just a strong pattern can be distinguished from chance.`
      : `${rows} rows to learn from.`,
    evidence: { rows },
  };
}

function auditUnlabelled(unlabelled: number, rows: number): Finding[] {
  if (unlabelled === 0) return [];
  return [
    {
      check: 'unlabelled',
      severity: unlabelled > rows / 10 ? 'warn' : 'info',
      finding: `${formatCount(unlabelled, 'row')} ${unlabelled === 1 ? 'has no target and was' : 'have no target and were'} set aside.`,
      evidence: { unlabelled },
    },
  ];
}

function auditMissing(table: Table, inputs: Input[]): Finding[] {
  const used = new Set(inputs.map((input) => input.column));
  return table.columns.flatMap((column): Finding[] => {
    if (!used.has(column.name)) return [];
    const missing = countMissing(column, table.rows);
    if (missing === 0) return [];
    const share = missing / table.rows;
    return [
      {
        check: 'missing',
        severity: share > MUCH_MISSING ? 'warn' : 'info',
        finding: `"${column.name}" is empty in ${missing} of ${table.rows} rows (${(share * 100).toFixed(1)} %).`,
        evidence: { column: column.name, missing, share },
      },
    ];
  });
}

function auditInfinite(table: Table): Finding[] {
  return table.columns.flatMap((column): Finding[] => {
    if (column.kind !== 'numeric') return [];
    const infinite = column.values.filter((value) => Math.abs(value) === Infinity).length;
    if (infinite === 0) return [];
    return [
      {
        check: 'infinite',
        severity: 'warn',
        finding: `"${column.name}" has ${infinite} infinite or too large numbers, which count as missing.`,
        evidence: { column: column.name, infinite },
      },
    ];
  });
}

/** Values like 03/04/2021: day and month are ambiguous, so the column is treated as a category. */
function auditDates(table: Table, inputs: Input[]): Finding[] {
  const used = new Set(inputs.map((input) => input.column));
  return table.columns.flatMap((column): Finding[] => {
    if (column.kind !== 'categorical' || !used.has(column.name)) return [];
    const cells = column.categories.slice(0, DATE_CELLS);
    if (cells.length === 0 || !cells.every(looksLikeAmbiguousDate)) return [];
    return [
      {
        check: 'ambiguous-dates',
        severity: 'warn',
        finding: `"${column.name}" looks like dates with an ambiguous day and month ("${labelAt(column, 0) ?? cells[0]}"), so it is treated as a category. To use dates, write them as 2021-04-03.`,
        evidence: { column: column.name },
      },
    ];
  });
}
