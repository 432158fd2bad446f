import { take } from '@stepwell/metrics/targets';
import type { Exchange } from '../stages/gate/index.ts';
import type { RowStructure } from '../stages/protocol/index.ts';
import type { Split } from '../training/rows/index.ts';

/** The rows that take part in some splits, ascending, and the splits with those rows numbered from 0. */
export function placeRows(splits: readonly Split[]): { rows: Int32Array; placed: Split[] } {
  const rows = Int32Array.from(new Set(splits.flatMap(({ train, validation }) => [...train, ...validation]))).sort();
  const places = new Map(Array.from(rows, (row, at) => [row, at]));
  const place = (of: Int32Array) => of.map((row) => places.get(row)!);
  return {
    rows,
    placed: splits.map(({ train, validation }) => ({ train: place(train), validation: place(validation) })),
  };
}

/** How targets may be dealt among rows that are in time order, or belong to groups. */
export function exchangeOf({ groups, times }: Pick<RowStructure, 'groups' | 'times'>, rows: Int32Array): Exchange {
  if (times !== null) return { kind: 'times', times: Float64Array.from(rows, (row) => times[row]!) };
  return groups === null ? { kind: 'rows' } : { kind: 'groups', groups: take(groups, rows) };
}
