import { z } from 'zod';
import { columnSummary, countMissing, type Column, type Table } from '../table/index.ts';
import { shape, shapeOf, type Shape } from './shape.ts';

/** A column as shown to anyone with the link: its distribution, without rare values. */
export const columnSketch = columnSummary.pick({ name: true, kind: true, missing: true }).extend({ shape });
export type ColumnSketch = z.infer<typeof columnSketch>;

/** Most columns shown; target columns come first. */
const MOST_COLUMNS = 40;
/** Columns with more categories may identify people, so their values aren't shown. */
const MOST_LEVELS = 30;

/**
 * Sketches of the rows that a run may look at.
 *
 * @param development the rows outside the vault.
 * @param target the columns to be predicted, sketched first.
 * @returns sketches of the first columns, in the file's order behind the target's.
 */
export function sketchColumns(development: Table, target: readonly string[]): ColumnSketch[] {
  const isTarget = ({ name }: Column) => target.includes(name);
  const { columns, rows } = development;
  return [...columns.filter(isTarget), ...columns.filter((column) => !isTarget(column))]
    .slice(0, MOST_COLUMNS)
    .map((column) => ({
      name: column.name,
      kind: column.kind,
      missing: countMissing(column, rows),
      shape: withoutRareNames(shapeOf(column, rows)),
    }));
}

function withoutRareNames(of: Shape): Shape {
  if (of.kind !== 'levels' || of.levels.length + of.others.levels <= MOST_LEVELS) return of;
  const count = of.levels.reduce((sum, level) => sum + level.count, of.others.count);
  return { kind: 'levels', levels: [], others: { levels: of.levels.length + of.others.levels, count } };
}
