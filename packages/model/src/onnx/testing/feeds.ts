import { findColumn, labelAt, pixelsAt, type Column, type Table } from '@stepwell/data/table';
import { prepareUnseen, type IdRows } from '@stepwell/workflow/training';
import { bucketOf } from '../../../../workflow/src/training/preparation/bucket-of.ts';
import type { Model } from '../../model.ts';
import { relationColumns } from '../../relation-of.ts';
import { rowsToPredict } from '../../rows-to-predict.ts';
import { namesIn } from '../encode-onnx.ts';
import { wordsAtOnce } from '../layers.ts';

/** A tensor as an ONNX runtime takes it. */
export type Feed =
  | { type: 'float64'; data: Float64Array; dims: number[] }
  | { type: 'int64'; data: BigInt64Array; dims: number[] }
  | { type: 'string'; data: string[]; dims: number[] }
  | { type: 'uint8'; data: Uint8Array; dims: number[] };

/** Rows of a table as the inputs of a model's ONNX file, by name. */
export function feedsOf(model: Model, table: Table): Record<string, Feed> {
  const { columns, text, image } = model.preparation;
  const feeds: Record<string, Feed> = Object.create(null);
  for (const fitted of columns) {
    const column = findColumn(table, fitted.column)!;
    feeds[fitted.column] =
      fitted.kind === 'hash' ? bucketsOf(column, table.rows, fitted.buckets) : cellsOf(column, table.rows);
  }
  for (const name of relationColumns(model)) feeds[name] = cellsOf(findColumn(table, name)!, table.rows);
  if (text !== null) feeds[namesIn(model).words] = wordsOf(model, table);
  if (image !== null) feeds[image.column] = pixelsOf(findColumn(table, image.column)!, table.rows);
  return feeds;
}

function cellsOf(column: Column, rows: number): Feed {
  const dims = [rows, 1];
  if (column.kind === 'categorical') {
    return { type: 'string', dims, data: Array.from({ length: rows }, (_, row) => labelAt(column, row) ?? '') };
  }
  if (column.kind === 'boolean') {
    return {
      type: 'float64',
      dims,
      data: Float64Array.from(column.values, (value) => (value < 0 ? Number.NaN : value)),
    };
  }
  if (column.kind !== 'numeric' && column.kind !== 'date') throw new TypeError(`${column.name} is ${column.kind}`);
  return { type: 'float64', dims, data: column.values.slice() };
}

function bucketsOf(column: Column, rows: number, buckets: number): Feed {
  const data = BigInt64Array.from({ length: rows }, (_, row) => {
    const label = labelAt(column, row);
    return BigInt(label === null ? -1 : bucketOf(label, buckets));
  });
  return { type: 'int64', dims: [rows, 1], data };
}

function wordsOf(model: Model, table: Table): Feed {
  const { preparation, part } = rowsToPredict(model, table);
  const { x } = prepareUnseen(preparation, part);
  if (x.kind !== 'multi-hot' && x.kind !== 'sequences') throw new TypeError(`rows of ${x.kind}`);
  const ids = x.kind === 'multi-hot' ? x.hot : x.words;
  const rows = Array.from({ length: table.rows }, (_, row) => idsOf(ids, row));
  const fixed = wordsAtOnce(model.spec);
  const length = fixed ?? Math.max(1, ...rows.map((row) => row.length));
  const filled = rows.flatMap((row) => {
    const last = row.slice(-length);
    const none = Array.from({ length: length - last.length }, () => ids.vocabulary);
    return fixed === null ? [...last, ...none] : [...none, ...last];
  });
  return { type: 'int64', dims: [table.rows, length], data: BigInt64Array.from(filled, BigInt) };
}

function idsOf({ ids, start }: IdRows, row: number): number[] {
  return [...ids.subarray(start[row], start[row + 1])];
}

function pixelsOf(column: Column, rows: number): Feed {
  if (column.kind !== 'image') throw new TypeError(`${column.name} is ${column.kind}`);
  const { height, width, channels } = column;
  const data = new Uint8Array(rows * height * width * channels);
  for (let row = 0; row < rows; row++) data.set(pixelsAt(column, row), row * height * width * channels);
  return { type: 'uint8', dims: [rows, height, width, channels], data };
}
