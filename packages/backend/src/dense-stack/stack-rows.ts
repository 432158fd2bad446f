import { BackendError } from '../backend-error.ts';
import type { StackLoss } from '../loss.ts';
import type { MultiHotRows } from '../multi-hot-rows.ts';

/** Rows of bytes, widened to `byte * scale` portion by portion. */
export interface ByteRows {
  /** Rows one behind the other, uint8; each store holds whole rows. */
  stores: readonly Uint8Array[];
  /** [rows], int32: which of the stored rows each row is, counted over all stores. */
  at: Int32Array;
  /** What a byte is multiplied by. */
  scale: number;
}

/** Rows and what they should come out as. */
export interface StackRows {
  /** [rows, inputs] in row-major order, float32; or bytes to be widened; or the ids of multi-hot rows. */
  x: Float32Array | ByteRows | MultiHotRows;
  /** [rows] class codes for categorical cross-entropy, else [rows, outputs]; float32. */
  y: Float32Array;
}

/** @returns how many rows these are, or NaN where a row is cut short. */
export function countRows(x: StackRows['x'], inputs: number): number {
  if (x instanceof Float32Array) return x.length % inputs === 0 ? x.length / inputs : Number.NaN;
  if (!('stores' in x)) return x.start.length - 1;
  return x.stores.every(({ length }) => length % inputs === 0) ? x.at.length : Number.NaN;
}

/** @returns bytes that all rows would take on the heap. */
export function heapBytes(x: StackRows['x'], inputs: number): number {
  if (x instanceof Float32Array) return x.byteLength;
  return 'stores' in x ? 4 * inputs * x.at.length : x.start.byteLength + x.ids.byteLength;
}

/** @returns the ids of some rows, in that order. */
export function takeIdRows({ vocabulary, start, ids }: MultiHotRows, order: Int32Array): MultiHotRows {
  const someStart = new Int32Array(order.length + 1);
  order.forEach((row, i) => {
    someStart[i + 1] = someStart[i]! + start[row + 1]! - start[row]!;
  });
  const total = someStart[order.length]!;
  const someIds = ids instanceof Uint16Array ? new Uint16Array(total) : new Int32Array(total);
  order.forEach((row, i) => someIds.set(ids.subarray(start[row], start[row + 1]), someStart[i]));
  return { vocabulary, start: someStart, ids: someIds };
}

/** @returns how many rows are stored. */
export function countStored({ stores }: ByteRows, inputs: number): number {
  return stores.reduce((sum, { length }) => sum + length / inputs, 0);
}

/**
 * Writes the bytes of some rows as float32, in that order.
 *
 * @param order rows whose `at` is one of the stored rows.
 * @param to [order.length, inputs].
 */
export function widenRows({ stores, at, scale }: ByteRows, inputs: number, order: Int32Array, to: Float32Array): void {
  order.forEach((row, i) => {
    let from = at[row]! * inputs;
    let store = 0;
    for (; from >= stores[store]!.length; store++) from -= stores[store]!.length;
    const bytes = stores[store]!;
    for (let j = 0, into = i * inputs; j < inputs; j++) to[into + j] = bytes[from + j]! * scale;
  });
}

/**
 * Refuses rows that don't belong to a stack or to each other, and an order that names others.
 *
 * @throws {BackendError} `shape_mismatch`, `id_out_of_range`.
 */
export function checkRows(
  { x, y }: StackRows,
  order: Int32Array,
  stack: { inputs: number; outputs: number; loss: StackLoss; sparse?: boolean },
): void {
  const { inputs, outputs, loss, sparse = false } = stack;
  const isSparse = !(x instanceof Float32Array) && !('stores' in x);
  const count = y.length / (loss === 'categorical-crossentropy' ? 1 : outputs);
  if (isSparse !== sparse || (isSparse && x.vocabulary !== inputs) || countRows(x, inputs) !== count) {
    throw new BackendError(
      'shape_mismatch',
      `A dense stack of ${inputs} ${sparse ? 'sparse' : 'dense'} inputs and ${outputs} outputs was given ${described(x)} and ${y.length} targets; they must belong to the same rows.`,
    );
  }
  const stored = !isSparse && 'stores' in x ? { at: x.at, count: countStored(x, inputs) } : null;
  for (const row of order) {
    if (row < 0 || row >= count) {
      throw new BackendError('id_out_of_range', `A dense stack was asked for row ${row}; there are ${count}.`);
    }
    if (stored !== null && !(stored.at[row]! >= 0 && stored.at[row]! < stored.count)) {
      throw new BackendError(
        'id_out_of_range',
        `A dense stack was asked for row ${row}, which is said to be stored row ${stored.at[row]}; ${stored.count} are stored.`,
      );
    }
  }
}

function described(x: StackRows['x']): string {
  if (x instanceof Float32Array) return `${x.length} dense values`;
  if (!('stores' in x)) return `${x.start.length - 1} sparse rows of ${x.vocabulary}`;
  return `${x.at.length} rows of stored bytes [${x.stores.map(({ length }) => length).join()}]`;
}
