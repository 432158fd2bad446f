import { mergeSpellings, rereadColumn, type MergedSpelling, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../question/index.ts';

/** A table read as a run asks for it. */
export interface ReadTable {
  table: Table;
  /** Spellings that were taken for one, by column. */
  merged: Map<string, MergedSpelling[]>;
}

/**
 * Reads columns as the spec asks, and takes categories for one that differ in case and white space alone, unless it asks to keep
 * them apart.
 *
 * @throws {StepwellError} `unreadable_column`.
 */
export function readColumns(table: Table, spec: RunSpec): ReadTable {
  const merged = new Map<string, MergedSpelling[]>();
  const columns = table.columns.map((column) => {
    const asked = spec.read?.[column.name] ?? [];
    const reading = table.reading?.columns.find((one) => one.column === column.name) ?? null;
    const read = asked.reduce((before, how) => rereadColumn(before, table.rows, how, reading), column);
    if (read.kind !== 'categorical' || asked.includes('category:exact')) return read;
    const { column: one, merged: groups } = mergeSpellings(read);
    if (groups.length > 0) merged.set(column.name, groups);
    return one;
  });
  return { table: { ...table, columns }, merged };
}

/** @returns the columns whose kind the spec decides, so that no rule changes it. */
export function askedKinds(spec: RunSpec): Set<string> {
  const asked = Object.entries(spec.read ?? {}).filter(([, how]) => how.some((one) => !one.startsWith('missing:')));
  return new Set(asked.map(([column]) => column));
}
