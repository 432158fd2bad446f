import { anchorsAt, toRelative, type Anchors } from './anchors.ts';

/** The target of some rows. */
export type Target =
  /**
   * One of several classes. `codes`: [rows], int32, an index into `classes`, or -1 for a class that `classes` lacks. `ordered`:
   * whether the classes are levels, from the least to the greatest.
   */
  | { kind: 'classes'; classes: string[]; codes: Int32Array; ordered?: true }
  /**
   * `width` numbers. `values`: [rows, width] in row-major order, float64, each in its own unit. `queries`: [rows], int32, which
   * query each row belongs to, where the numbers are grades of relevance by which the rows of a query are ranked.
   */
  | { kind: 'number'; width: number; values: Float64Array; queries?: Int32Array; anchors?: Anchors }
  /** Any set of labels. `values`: [rows, labels] in row-major order, uint8: 1 where the row has the label. */
  | { kind: 'labels'; labels: string[]; values: Uint8Array };

/** @returns the number of rows of a target. */
export function countRows(target: Target): number {
  switch (target.kind) {
    case 'classes':
      return target.codes.length;
    case 'number':
      return target.values.length / target.width;
    case 'labels':
      return target.values.length / target.labels.length;
  }
}

/** @returns the target at some rows, in their order. */
export function targetAt(target: Target, rows: Int32Array): Target {
  switch (target.kind) {
    case 'classes':
      return { ...target, codes: take(target.codes, rows) };
    case 'number': {
      const { width } = target;
      const values = new Float64Array(rows.length * width);
      // Loops: permutation tests do this a thousand times, and a view of each row takes ten times as long.
      for (let i = 0; i < rows.length; i++) {
        const from = rows[i]! * width;
        for (let j = 0; j < width; j++) values[i * width + j] = target.values[from + j]!;
      }
      return {
        ...target,
        values,
        ...(target.queries === undefined ? {} : { queries: take(target.queries, rows) }),
        ...(target.anchors === undefined ? {} : { anchors: anchorsAt(target.anchors, rows) }),
      };
    }
    case 'labels': {
      const width = target.labels.length;
      const values = new Uint8Array(rows.length * width);
      for (let i = 0; i < rows.length; i++) {
        const from = rows[i]! * width;
        for (let j = 0; j < width; j++) values[i * width + j] = target.values[from + j]!;
      }
      return { ...target, values };
    }
  }
}

/** @returns what the naive forecasts of the rows say; null where it isn't forecasts that are asked for. */
export function anchorsOf(target: Target): Anchors | null {
  return target.kind === 'number' ? (target.anchors ?? null) : null;
}

/** @returns the target as it is learned: of forecasts, relative to the naive one; any other as it is. */
export function relativeTarget(target: Target): Target {
  if (target.kind !== 'number' || target.anchors === undefined) return target;
  const { anchors, ...plain } = target;
  return toRelative(plain, anchors);
}

/** @returns `values` at `rows`. */
export function take(values: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!;
  return taken;
}

/** @returns `0 … length - 1`, int32. */
export function allRows(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let i = 0; i < length; i++) rows[i] = i;
  return rows;
}
