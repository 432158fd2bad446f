import { StepwellError } from '@stepwell/base/errors';
import { relativeTarget, targetAt } from '@stepwell/metrics/targets';
import { isMissing, type Column } from '@stepwell/data/table';
import type { Part } from '../rows/index.ts';
import { bucketOf } from './bucket-of.ts';
import { daysOf, onCircle, turnOf } from './date-parts.ts';
import { featureAt } from './features.ts';
import { widthOf } from './fit-column.ts';
import { columnOf, numberSources } from './fit-preparation.ts';
import { levelsReached } from './levels.ts';
import { writePieces } from './pieces.ts';
import type { FittedColumn, FittedPreparation } from './preparation.ts';
import { applyScaling } from './scaling.ts';
import { scaleTarget } from './target-scale.ts';

/**
 * Rows as a model takes them. Missing numbers become the mean, as do their shares of pieces; a category never seen in fitting becomes all zeros, the
 * shared column of the rare ones where there is one, its bucket where names are hashed, or a share of 0. Features of a
 * missing value are 0, their mean.
 *
 * @param rows [n], int32: positions in `part`.
 * @returns [n, fitted.width] in row-major order, float32; finite whatever the cells.
 * @throws {StepwellError} `unknown_column` or `test_table_mismatch` when the table has other columns.
 */
export function transform(fitted: FittedPreparation, part: Part, rows: Int32Array): Float32Array {
  const { width } = fitted;
  const prepared = new Float32Array(rows.length * width);
  let offset = 0;
  for (const column of fitted.columns) {
    write(column, columnOf(part.table, column.column), rows, prepared, offset, width);
    offset += widthOf(column);
  }
  if (fitted.features === null) return prepared;
  const sources = new Map(numberSources(fitted.columns, part.table).map((source) => [source.column.name, source]));
  for (const feature of fitted.features) {
    const valueAt = featureAt(feature, sources);
    for (let i = 0; i < rows.length; i++) {
      const value = valueAt(rows[i]!);
      if (value !== null) prepared[i * width + offset] = applyScaling(feature.scaling, value);
    }
    offset++;
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
    if (!isMissing(column, row)) {
      encode(row, out, i * width + offset);
      continue;
    }
    // Others stay 0; names of which none was seen in fitting have no place of their own to write to.
    if (fitted.kind === 'number') {
      out[i * width + offset] = fitted.fill;
      fitted.pieces?.forEach(({ fill }, piece) => (out[i * width + offset + 1 + piece] = fill));
    }
    if (fitted.markMissing) out[i * width + marker] = 1;
  }
}

type Encoder = (row: number, out: Float32Array, at: number) => void;

function encoderOf(fitted: FittedColumn, column: Column): Encoder {
  if (fitted.kind === 'number' && column.kind === 'numeric') {
    const { scaling, pieces = [] } = fitted;
    return (row, out, at) => {
      const scaled = applyScaling(scaling, column.values[row]!);
      out[at] = scaled;
      writePieces(pieces, scaled, out, at + 1);
    };
  }
  if (fitted.kind === 'zero-one' && column.kind === 'boolean') {
    return (row, out, at) => {
      out[at] = column.values[row]!;
    };
  }
  if (fitted.kind === 'date-parts' && column.kind === 'date') {
    const { trend, parts } = fitted;
    return (row, out, at) => {
      const moment = column.values[row]!;
      if (trend !== null) out[at] = applyScaling(trend, daysOf(moment));
      const first = trend === null ? at : at + 1;
      parts.forEach((part, i) => out.set(onCircle(turnOf(part, moment)), first + 2 * i));
    };
  }
  if (fitted.kind === 'frequency' && column.kind === 'categorical') {
    const shares = new Map(fitted.categories.map((category, i) => [category, fitted.shares[i]!]));
    const scores = column.categories.map((category) => applyScaling(fitted.scaling, shares.get(category) ?? 0));
    return (row, out, at) => {
      out[at] = scores[column.codes[row]!]!;
    };
  }
  if ((fitted.kind === 'one-hot' || fitted.kind === 'hash') && column.kind === 'categorical') {
    const places = placesOf(fitted, column.categories);
    return (row, out, at) => {
      const place = places[column.codes[row]!]!;
      if (place >= 0) out[at + place] = 1;
    };
  }
  if (fitted.kind === 'one-hot' && column.kind === 'numeric') {
    const places = new Map(fitted.categories.map((category, code) => [Number(category), code]));
    return (row, out, at) => {
      const place = places.get(column.values[row]!) ?? (fitted.others ? fitted.categories.length : -1);
      if (place >= 0) out[at + place] = 1;
    };
  }
  throw new StepwellError(
    'test_table_mismatch',
    `Column "${fitted.column}" was ${fitted.kind} in the training rows and is ${column.kind} here. Use the same kind in both files.`,
  );
}

/** Which column of its own each category has; -1 for none. */
function placesOf(fitted: Extract<FittedColumn, { kind: 'one-hot' | 'hash' }>, categories: string[]): number[] {
  if (fitted.kind === 'hash') return categories.map((category) => bucketOf(category, fitted.buckets));
  const known = new Map(fitted.categories.map((category, code) => [category, code]));
  const others = fitted.others ? fitted.categories.length : -1;
  return categories.map((category) => known.get(category) ?? others);
}

/**
 * The target as a model is trained on it.
 *
 * @returns classes: [n], each a class code, or [n, levels - 1]: see `levelsReached`; numbers: [n, columns], scaled; labels: [n, labels], 0 or 1. Float32.
 */
export function transformTarget(
  fitted: Pick<FittedPreparation, 'target' | 'levels'>,
  part: Part,
  rows: Int32Array,
): Float32Array {
  // Of forecasts, the rows' own distance from the naive ones.
  const target = relativeTarget(targetAt(part.target, rows));
  if (target.kind === 'classes') {
    return fitted.levels === undefined ? Float32Array.from(target.codes) : levelsReached(target.codes, fitted.levels);
  }
  const width = target.kind === 'labels' ? target.labels.length : target.width;
  const scaled = new Float32Array(rows.length * width);
  rows.forEach((_, i) => {
    for (let column = 0; column < width; column++) {
      const value = target.values[i * width + column]!;
      scaled[i * width + column] = fitted.target === null ? value : scaleTarget(fitted.target, value, column);
    }
  });
  return scaled;
}
