import { z } from 'zod';
import type { Column, Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { numberCells, numberRows } from './identical-rows.ts';

/**
 * How rows with the same inputs were split: kept on one side of every split; nothing to do; or split like
 * others, because they repeat naturally.
 */
export const duplicates = z.enum(['kept-together', 'none', 'too-many']);
export type Duplicates = z.infer<typeof duplicates>;

/** If more of the rows than this repeat an earlier one, inputs repeat naturally. */
const MOST_COPIES = 0.5;
/** One group with more than this share of the rows would make very uneven parts. */
const LARGEST_GROUP = 0.5;

/** Why rows with the same inputs were not kept together. */
export interface TooMany {
  /** Most rows repeat another; fewer groups than folds would be left; or one of the groups would have most rows. */
  reason: 'most-rows' | 'few-groups' | 'one-large-group';
  /** Rows that repeat the inputs of an earlier row. */
  copies: number;
  /** The number of groups if they were kept together. */
  groups: number;
  /** The number of rows in the largest of these. */
  largest: number;
}

/**
 * Puts rows with the same inputs in one group, so a model can't score well by memorizing copies.
 *
 * Inputs with few possible values repeat naturally, and so will the rows to predict later. Where more than half of the
 * rows repeat an earlier one, or fewer groups than folds would be left, no copies are kept together. With groups that
 * are kept together already, copies are too unless that leaves fewer groups than folds, or puts most rows in one.
 *
 * @param groups [rows], int32: groups that rows are kept in already; null for none.
 * @param folds how many parts the rows will be split into.
 * @param inputs the columns that count; left out: all that may be inputs.
 * @returns the groups, null if every row is its own group; and why duplicates aren't kept together, if there are too many.
 */
export function keepDuplicatesTogether(
  table: Table,
  spec: RunSpec,
  groups: Int32Array | null,
  folds: number,
  inputs?: string[],
): { groups: Int32Array | null; duplicates: Duplicates; tooMany?: TooMany } {
  const columns =
    inputs === undefined ? mayBeInputs(table, spec) : table.columns.filter(({ name }) => inputs.includes(name));
  if (columns.length === 0) return { groups, duplicates: 'none' };
  const rows = numberRows(table, columns);
  if (rows.count === table.rows) return { groups, duplicates: 'none' };
  const merged = groups === null ? rows.numbers : mergeGroups(groups, rows.numbers);
  const before = groups === null ? { count: table.rows, largest: 1 } : measureGroups(groups);
  const after = measureGroups(merged);
  if (after.count === before.count) return { groups, duplicates: 'kept-together' };
  const copies = table.rows - rows.count;
  const reason =
    groups === null && copies > table.rows * MOST_COPIES
      ? 'most-rows'
      : after.count < folds
        ? 'few-groups'
        : after.largest > before.largest && after.largest > table.rows * LARGEST_GROUP
          ? 'one-large-group'
          : null;
  if (reason === null) return { groups: merged, duplicates: 'kept-together' };
  return { groups, duplicates: 'too-many', tooMany: { reason, copies, groups: after.count, largest: after.largest } };
}

/** How many groups there are, and how many rows the largest has. */
function measureGroups(groups: Int32Array): { count: number; largest: number } {
  const sizes = new Map<number, number>();
  let largest = 0;
  for (const group of groups) {
    const size = (sizes.get(group) ?? 0) + 1;
    sizes.set(group, size);
    largest = Math.max(largest, size);
  }
  return { count: sizes.size, largest };
}

/** Every column except the target, those the user left out, the group, the time, and IDs. */
function mayBeInputs(table: Table, spec: RunSpec): Column[] {
  const not = new Set([...spec.target, ...spec.drop]);
  const named = new Set([spec.group, spec.timeColumn, spec.split]);
  return table.columns.filter(
    (column) =>
      !not.has(column.name) &&
      (spec.keep.includes(column.name) || (!named.has(column.name) && !looksLikeId(column, table.rows))),
  );
}

/** Categories or whole numbers that never repeat identify rows rather than describe them. */
function looksLikeId(column: Column, rows: number): boolean {
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
