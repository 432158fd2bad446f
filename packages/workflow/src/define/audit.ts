import { rowKeys, type Target } from '../rows/index.ts';
import { countMissing, type Table } from '../table/index.ts';
import type { Finding, Input } from './definition.ts';

const FEW_ROWS = 100;
const FEW_PER_CLASS = 10;
const MUCH_MISSING = 0.2;

/**
 * What should be known about the data before believing a model of them: rows, missing and infinite values,
 * repeated rows, counts of the classes.
 *
 * @param table the development rows.
 * @param unlabelled rows that were set aside because their target is missing.
 */
export function audit(table: Table, target: Target, inputs: Input[], unlabelled: number): Finding[] {
  return [
    auditRows(table.rows),
    ...auditUnlabelled(unlabelled, table.rows),
    ...auditMissing(table, inputs),
    ...auditInfinite(table),
    ...auditDuplicates(table, target, inputs),
    ...auditClasses(target),
  ];
}

function auditRows(rows: number): Finding {
  const few = rows < FEW_ROWS;
  return {
    check: 'rows',
    severity: few ? 'warn' : 'info',
    finding: few
      ? `${rows} rows to learn from: few. Only a strong pattern can be told from luck.`
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
      finding: `${unlabelled} rows have no target and were set aside.`,
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
        finding: `"${column.name}" has ${infinite} infinite or too large numbers. They count as missing.`,
        evidence: { column: column.name, infinite },
      },
    ];
  });
}

function auditDuplicates(table: Table, target: Target, inputs: Input[]): Finding[] {
  const seen = new Map<string, number>();
  let duplicates = 0;
  let conflicting = 0;
  for (const [row, key] of rowKeys(
    table,
    inputs.map((input) => input.column),
  ).entries()) {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row);
    else if (sameTarget(target, first, row)) duplicates++;
    else conflicting++;
  }
  const findings: Finding[] = [];
  if (duplicates > 0) {
    findings.push({
      check: 'duplicates',
      severity: duplicates > table.rows / 20 ? 'warn' : 'info',
      finding: `${duplicates} rows repeat an earlier one. A copy in training and in validation makes a model look better than it is.`,
      evidence: { duplicates },
    });
  }
  if (conflicting > 0 && target.kind === 'classes') {
    findings.push({
      check: 'conflicting-labels',
      severity: conflicting > table.rows / 20 ? 'warn' : 'info',
      finding: `${conflicting} rows have the same inputs as an earlier row and another class. No model can be right on both.`,
      evidence: { conflicting },
    });
  }
  return findings;
}

function sameTarget(target: Target, a: number, b: number): boolean {
  return target.kind === 'classes' ? target.codes[a] === target.codes[b] : target.values[a] === target.values[b];
}

function auditClasses(target: Target): Finding[] {
  if (target.kind !== 'classes') return [];
  const counts = target.classes.map(() => 0);
  for (const code of target.codes) counts[code]!++;
  const rarest = counts.indexOf(Math.min(...counts));
  const commonest = counts.indexOf(Math.max(...counts));
  const few = counts[rarest]! < FEW_PER_CLASS;
  return [
    {
      check: 'class-counts',
      severity: few ? 'warn' : 'info',
      finding: `${counts.length} classes, from ${counts[rarest]} rows ("${target.classes[rarest]}") to ${counts[commonest]} ("${target.classes[commonest]}").${few ? ' The rarest has too few rows to be learned reliably.' : ''}`,
      evidence: Object.fromEntries([
        ['counts', target.classes.slice(0, 50).map((label, code) => ({ label, rows: counts[code]! }))],
      ]),
    },
  ];
}
