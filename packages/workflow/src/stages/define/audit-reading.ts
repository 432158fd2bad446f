import type { MergedSpelling, Table } from '@stepwell/data/table';
import { KIND_WORDS, type ColumnReading, type FileReading, type Reading } from '@stepwell/data/values';
import type { Finding } from './definition.ts';

/** Cells that are quoted. */
const MOST_QUOTED = 5;

const ASIDE: Record<FileReading['setAside'][number]['why'], (count: number, where: string) => string> = {
  cells: (count, where) => `${rowsOf(count)} set aside because of another number of cells${where}.`,
  'repeated-header': (count, where) => `${linesOf(count)} set aside because the header is repeated${where}.`,
  units: (count, where) =>
    `${linesOf(count)} below the header set aside because nothing in it fits its columns, like a line of units${where}.`,
  totals: (_, where) => `The last line was set aside because it holds totals${where}.`,
  comment: (count, where) => `${linesOf(count)} set aside as comments${where}.`,
  preamble: (count, where) => `${linesOf(count)} above the table set aside${where}.`,
  footer: (count, where) => `${linesOf(count)} below the table set aside${where}.`,
  unreadable: (count, where) =>
    `${count} ${count === 1 ? 'item' : 'items'} of the file couldn't be read and ${count === 1 ? 'was' : 'were'} set aside${where}.`,
};

/**
 * What was assumed when the file was read: lines set aside, formats, words that count as missing, cells that didn't fit.
 *
 * @param reading null for tables that were stored before it was noted.
 * @param development [n], int32: the rows outside the vault; only their cells are quoted.
 * @param merged spellings that were taken for one, by column.
 */
export function auditReading(
  reading: Reading | null,
  table: Table,
  development: Int32Array,
  merged: ReadonlyMap<string, MergedSpelling[]>,
): Finding[] {
  const spelled = [...merged].flatMap(([column, groups]) => spellingFinding(column, groups));
  if (reading === null) return spelled;
  const open = new Set(development);
  const held = new Set(table.columns.map(({ name }) => name));
  return [
    ...reading.file.notes.map(({ severity, text }): Finding => ({
      check: 'reading',
      severity,
      finding: text,
      evidence: {},
    })),
    ...reading.file.setAside.map(asideFinding),
    ...reading.columns.filter(({ column }) => held.has(column)).flatMap((column) => columnFindings(column, open)),
    ...spelled,
  ];
}

function asideFinding({ why, count, examples }: FileReading['setAside'][number]): Finding {
  const [first] = examples;
  const where = first === undefined || first.line === 0 ? '' : ` (line ${first.line}${count > 1 ? ' and others' : ''})`;
  const isLoss = why === 'cells' || why === 'unreadable' || why === 'footer';
  return {
    check: 'set-aside',
    severity: isLoss ? 'warn' : 'info',
    finding: ASIDE[why](count, where),
    evidence: { why, count, lines: examples.map(({ line }) => line) },
  };
}

function columnFindings(reading: ColumnReading, open: ReadonlySet<number>): Finding[] {
  const { column, kind, format, why, doubtful, misfits, examples, missing, alternatives } = reading;
  const findings: Finding[] = [];
  const [other] = alternatives;
  if (doubtful || (format !== '' && why !== '') || (why !== '' && kind === 'categorical')) {
    const because = why === '' ? '' : `: ${why}`;
    const otherwise = other === undefined ? '' : ` To read it otherwise (${other.why}): ${column}=${other.read}.`;
    findings.push({
      check: 'format',
      severity: doubtful ? 'warn' : 'info',
      finding: `"${column}" was read as ${KIND_WORDS[kind]}${format === '' ? '' : `, ${format}`}${because}.${otherwise}`,
      evidence: { column, kind, format, alternatives },
    });
  } else if (format !== '') {
    findings.push({
      check: 'format',
      severity: 'info',
      finding: `"${column}" was read as ${KIND_WORDS[kind]}, ${format}.`,
      evidence: { column, kind, format },
    });
  }
  if (misfits > 0) {
    const shown = examples.filter(({ row }) => open.has(row)).slice(0, MOST_QUOTED);
    const quoted = shown.map(({ line, cell }) => `"${cell}"${line > 0 ? ` in line ${line}` : ''}`).join(', ');
    findings.push({
      check: 'misfits',
      severity: 'warn',
      finding: `${misfits} ${misfits === 1 ? 'cell' : 'cells'} of "${column}" ${misfits === 1 ? "isn't" : "aren't"} ${kind === 'date' ? 'a date' : 'a number'} and ${misfits === 1 ? 'counts' : 'count'} as missing${quoted === '' ? '' : `: ${quoted}`}.`,
      evidence: { column, misfits, examples: shown },
    });
  }
  const words = missing.filter(({ mark }) => mark !== '');
  if (words.length > 0) {
    const listed = words.slice(0, MOST_QUOTED).map(({ mark, count }) => `"${mark}" (${count})`);
    findings.push({
      check: 'missing-words',
      severity: 'info',
      finding: `In "${column}", ${listed.join(', ')} ${words.length === 1 ? 'counts' : 'count'} as missing.`,
      evidence: { column, words },
    });
  }
  return findings;
}

function spellingFinding(column: string, groups: MergedSpelling[]): Finding[] {
  if (groups.length === 0) return [];
  const shown = groups.slice(0, MOST_QUOTED).map(({ kept, spellings }) => {
    const others = spellings.filter(({ spelling }) => spelling !== kept);
    return `"${kept}" also stands for ${others.map(({ spelling, rows }) => `"${spelling}" (${rows})`).join(', ')}`;
  });
  return [
    {
      check: 'spellings',
      severity: 'warn',
      finding: `In "${column}", spellings that differ in case or white space alone were taken for one: ${shown.join('; ')}. To keep them apart: ${column}=category:exact.`,
      evidence: { column, merged: groups.slice(0, 20) },
    },
  ];
}

function rowsOf(count: number): string {
  return count === 1 ? '1 row was' : `${count} rows were`;
}

function linesOf(count: number): string {
  return count === 1 ? '1 line was' : `${count} lines were`;
}
