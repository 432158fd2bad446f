import {
  findColumn,
  mergeSpellings,
  rereadColumn,
  selectRows,
  type MergedSpelling,
  type Table,
} from '@stepwell/data/table';
import type { RunSpec } from '../question/index.ts';

/**
 * Reads columns as the spec asks.
 *
 * @throws {StepwellError} `unreadable_column`.
 */
export function readColumns(table: Table, spec: RunSpec): Table {
  const columns = table.columns.map((column) => {
    const reading = table.reading?.columns.find((one) => one.column === column.name) ?? null;
    const asked = askedOf(spec, column.name);
    return asked.reduce((before, how) => rereadColumn(before, table.rows, how, reading), column);
  });
  return { ...table, columns };
}

/** Takes categories for one that differ in case and white space alone, unless the spec asks to keep them apart. */
export function mergeCategories(table: Table, spec: RunSpec): Table {
  const columns = table.columns.map((column) => {
    const isExact = askedOf(spec, column.name).includes('category:exact');
    return column.kind !== 'categorical' || isExact ? column : mergeSpellings(column).column;
  });
  return { ...table, columns };
}

/** @returns by column, which spellings `mergeCategories` took for one, counted in `rows` alone. */
export function mergedSpellings(before: Table, after: Table, rows: Int32Array): Map<string, MergedSpelling[]> {
  const merged = new Map<string, MergedSpelling[]>();
  for (const column of before.columns) {
    const one = findColumn(after, column.name);
    if (column.kind !== 'categorical' || one === column) continue;
    const [counted] = selectRows({ rows: before.rows, columns: [column] }, rows).columns;
    if (counted?.kind !== 'categorical') continue;
    const groups = mergeSpellings(counted).merged;
    if (groups.length > 0) merged.set(column.name, groups);
  }
  return merged;
}

/** How a column is read as the spec asks. A column may be named like parts of every object. */
function askedOf({ read }: RunSpec, column: string): readonly string[] {
  return read !== undefined && Object.hasOwn(read, column) ? read[column]! : [];
}

/** @returns the columns whose kind the spec decides, so that no rule changes it. */
export function askedKinds(spec: RunSpec): Set<string> {
  const asked = Object.entries(spec.read ?? {}).filter(([, how]) => how.some((one) => !one.startsWith('missing:')));
  return new Set(asked.map(([column]) => column));
}
