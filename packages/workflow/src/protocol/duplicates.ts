import { z } from 'zod';
import type { RunSpec } from '../spec/index.ts';
import type { Column, Table } from '../table/index.ts';
import { numberCells, numberRows } from './identical-rows.ts';

/**
 * What was done about rows with the same inputs: kept on one side of every split; nothing, there being none; or
 * nothing, inputs of few values repeating by their nature.
 */
export const duplicates = z.enum(['kept-together', 'none', 'too-many']);
export type Duplicates = z.infer<typeof duplicates>;

/** Of what there was to split, this much must be left for rows to be kept together. */
const LEAST_SHARE_LEFT = 0.5;
/** Groups that each fold should have. */
const GROUPS_PER_FOLD = 10;
/** Of so few rows that no folds could have that many groups, this much must be left. */
const LEAST_SHARE_OF_FEW = 0.9;

/**
 * Puts rows with the same inputs in one group: with one of them learned from, the other would be judged by heart.
 *
 * Inputs of few values repeat by their nature, and so do the rows to be predicted later. Where fewer than half of the
 * rows, or fewer than ten for each fold, would be left to split, nothing is grouped.
 *
 * @param groups [rows], int32: groups that rows are kept in already; null for none.
 * @param folds how many parts the rows will be split into.
 * @param inputs the columns that count; left out: all that may be inputs.
 * @returns the groups, null where each row stands by itself.
 */
export function keepDuplicatesTogether(
  table: Table,
  spec: RunSpec,
  groups: Int32Array | null,
  folds: number,
  inputs?: string[],
): { groups: Int32Array | null; duplicates: Duplicates } {
  const columns =
    inputs === undefined ? mayBeInputs(table, spec) : table.columns.filter(({ name }) => inputs.includes(name));
  if (columns.every(({ kind }) => kind === 'text')) return { groups, duplicates: 'none' };
  const rows = numberRows(table, columns);
  if (rows.count === table.rows) return { groups, duplicates: 'none' };
  const merged = groups === null ? rows.numbers : mergeGroups(groups, rows.numbers);
  const before = groups === null ? table.rows : new Set(groups).size;
  const after = groups === null ? rows.count : new Set(merged).size;
  if (after === before) return { groups, duplicates: 'kept-together' };
  const least = Math.max(before * LEAST_SHARE_LEFT, Math.min(folds * GROUPS_PER_FOLD, before * LEAST_SHARE_OF_FEW));
  return after < least ? { groups, duplicates: 'too-many' } : { groups: merged, duplicates: 'kept-together' };
}

/** Every column but the target's, those left out by the person, the group and the time, and those that number rows. */
function mayBeInputs(table: Table, spec: RunSpec): Column[] {
  const not = new Set([...spec.target, ...spec.drop]);
  const named = new Set([spec.group, spec.timeColumn]);
  return table.columns.filter(
    (column) =>
      column.kind !== 'text' &&
      !not.has(column.name) &&
      (spec.keep.includes(column.name) || (!named.has(column.name) && !numbersRows(column, table.rows))),
  );
}

/** Names or whole numbers that never repeat say which row it is, not what it is like. */
function numbersRows(column: Exclude<Column, { kind: 'text' }>, rows: number): boolean {
  if (column.kind === 'numeric' ? !column.values.every(Number.isInteger) : column.kind !== 'categorical') return false;
  return numberCells(column, rows).count === rows;
}

/**
 * The finest grouping that keeps together what either of two groupings does.
 *
 * @param a [n], int32.
 * @param b [n], int32.
 * @returns [n], int32.
 */
export function mergeGroups(a: Int32Array, b: Int32Array): Int32Array {
  const parents = Int32Array.from(a, (_, row) => row);
  const rootOf = (row: number) => {
    let root = row;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]!]!;
      root = parents[root]!;
    }
    return root;
  };
  for (const groups of [a, b]) {
    const first = new Map<number, number>();
    groups.forEach((group, row) => {
      const known = first.get(group);
      if (known === undefined) first.set(group, row);
      else parents[rootOf(row)] = rootOf(known);
    });
  }
  return parents.map((_, row) => rootOf(row));
}
