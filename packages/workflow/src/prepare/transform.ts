import { StepwellError } from '../errors/index.ts';
import type { Part } from '../rows/index.ts';
import { findColumn, isMissing, type Column } from '../table/index.ts';
import { widthOf } from './fit-preparation.ts';
import type { FittedColumn, FittedPreparation } from './preparation.ts';

/**
 * Rows as a model takes them. Missing numbers become the mean; a category never seen in fitting becomes all zeros, or
 * the shared column of the rare ones where there is one.
 *
 * @param rows [n], int32: positions in `part`.
 * @returns [n, fitted.width] in row-major order, float32.
 */
export function transform(fitted: FittedPreparation, part: Part, rows: Int32Array): Float32Array {
  const prepared = new Float32Array(rows.length * fitted.width);
  let offset = 0;
  for (const column of fitted.columns) {
    const source = findColumn(part.table, column.column);
    if (source === undefined) {
      throw new StepwellError('unknown_column', `The table has no column "${column.column}".`);
    }
    write(column, source, rows, prepared, offset, fitted.width);
    offset += widthOf(column);
  }
  return prepared;
}

function write(
  fitted: FittedColumn,
  column: Column,
  rows: Int32Array,
  out: Float32Array,
  offset: number,
  width: number,
): void {
  const marker = offset + widthOf(fitted) - 1;
  const encode = encoderOf(fitted, column);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!isMissing(column, row)) encode(row, out, i * width + offset);
    else if (fitted.markMissing) out[i * width + marker] = 1;
  }
}

/** Standard deviations from the mean that a value may be at most: beyond float32 it would be infinite. */
const FARTHEST = 1e6;

type Encoder = (row: number, out: Float32Array, at: number) => void;

function encoderOf(fitted: FittedColumn, column: Column): Encoder {
  if (fitted.kind === 'z-score' && column.kind === 'numeric') {
    const { scale, mean, sd } = fitted;
    return (row, out, at) => {
      const score = (column.values[row]! / scale - mean) / sd;
      out[at] = Math.min(FARTHEST, Math.max(-FARTHEST, score));
    };
  }
  if (fitted.kind === 'zero-one' && column.kind === 'boolean') {
    return (row, out, at) => {
      out[at] = column.values[row]!;
    };
  }
  if (fitted.kind === 'one-hot' && column.kind === 'categorical') {
    const known = new Map(fitted.categories.map((category, code) => [category, code]));
    const others = fitted.others ? fitted.categories.length : -1;
    const places = column.categories.map((category) => known.get(category) ?? others);
    return (row, out, at) => {
      const place = places[column.codes[row]!]!;
      if (place >= 0) out[at + place] = 1;
    };
  }
  throw new StepwellError(
    'test_table_mismatch',
    `"${fitted.column}" was fitted as ${fitted.kind} and is ${column.kind} now.`,
  );
}

/**
 * The target as a model is trained on it.
 *
 * @returns classes: [n], each a class code; a number: [n], z-scored. Float32.
 */
export function transformTarget(fitted: FittedPreparation, part: Part, rows: Int32Array): Float32Array {
  const { target } = part;
  if (target.kind === 'classes') return Float32Array.from(rows, (row) => target.codes[row]!);
  const { mean, sd } = fitted.target!;
  return Float32Array.from(rows, (row) => (target.values[row]! - mean) / sd);
}
