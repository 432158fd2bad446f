import type { Heap } from '../heap.ts';
import { checkMultiHotRows, type MultiHotRows } from '../multi-hot-rows.ts';

/** Rows and what they should come out as. */
export interface StackRows {
  /** [rows, inputs] in row-major order, float32; or the ids of multi-hot rows. */
  x: Float32Array | MultiHotRows;
  /** [rows] class codes for categorical cross-entropy, else [rows, outputs]; float32. */
  y: Float32Array;
}

/** Where rows lie on the heap. */
export interface PlacedRows {
  region: number;
  /** The values, or the ids. */
  x: number;
  /** Where each sparse row starts. */
  start: number;
  y: number;
  /** Bytes of an id; 0 for dense rows. */
  idBytes: number;
}

/** Dense rows up to this many bytes are copied to the heap once; more are brought there portion by portion. */
const RESIDENT_BYTES = 4 * 1024 * 1024;
/** What a portion takes, about. */
const PORTION_BYTES = 256 * 1024;
/** Training and validation rows. */
const HELD_AT_ONCE = 2;

/** The rows of one stack on the heap. */
export class RowsOnHeap {
  readonly #heap: Heap;
  readonly #inputs: number;
  readonly #held = new Map<StackRows, PlacedRows>();

  /** @param inputs width of a row. */
  constructor(heap: Heap, inputs: number) {
    this.#heap = heap;
    this.#inputs = inputs;
  }

  /** @returns how many of `rows` may be asked for at once: all of them where they stay on the heap. */
  portionOf({ x }: StackRows): number {
    return isResident(x) ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(PORTION_BYTES / (4 * this.#inputs)));
  }

  /**
   * Runs `body` with the rows of `order` on the heap, and the order to read them in there.
   *
   * @throws {BackendError} `heap_exhausted`, and for sparse rows `id_out_of_range`, `shape_mismatch`.
   */
  with<T>(rows: StackRows, order: Int32Array, body: (place: PlacedRows, orderAt: number) => T): T {
    const resident = isResident(rows.x);
    const place = resident ? this.#hold(rows) : this.#bring(rows, order);
    try {
      return this.#heap.borrow(Math.max(4, order.length * 4), 'the order of a dense stack', (orderAt) => {
        const to = new Int32Array(this.#heap.memory.buffer, orderAt, order.length);
        if (resident) to.set(order);
        else to.forEach((_, i) => (to[i] = i));
        return body(place, orderAt);
      });
    } finally {
      if (!resident) this.#heap.free(place.region);
    }
  }

  /** Gives the heap back what is held. */
  dispose(): void {
    for (const rows of this.#held.keys()) this.#release(rows);
  }

  /** All rows on the heap, kept until two others are given. */
  #hold(rows: StackRows): PlacedRows {
    const held = this.#held.get(rows);
    if (held !== undefined) return held;
    if (!(rows.x instanceof Float32Array)) checkMultiHotRows('A dense stack', rows.x);
    const [oldest] = this.#held.keys();
    if (oldest !== undefined && this.#held.size >= HELD_AT_ONCE) this.#release(oldest);
    const place = this.#copy(rows.x, rows.y);
    this.#held.set(rows, place);
    return place;
  }

  #release(rows: StackRows): void {
    const place = this.#held.get(rows);
    if (place !== undefined) this.#heap.free(place.region);
    this.#held.delete(rows);
  }

  /** The dense rows of `order`, in that order, on the heap. */
  #bring(rows: StackRows, order: Int32Array): PlacedRows {
    const { x, y } = rows;
    if (!(x instanceof Float32Array)) throw new TypeError('sparse rows are always resident');
    const inputs = this.#inputs;
    const targets = y.length / (x.length / inputs);
    const someX = new Float32Array(order.length * inputs);
    const someY = new Float32Array(order.length * targets);
    order.forEach((row, i) => {
      someX.set(x.subarray(row * inputs, (row + 1) * inputs), i * inputs);
      someY.set(y.subarray(row * targets, (row + 1) * targets), i * targets);
    });
    return this.#copy(someX, someY);
  }

  #copy(x: StackRows['x'], y: Float32Array): PlacedRows {
    const values = x instanceof Float32Array ? x : x.ids;
    const start = x instanceof Float32Array ? new Int32Array(0) : x.start;
    const idBytes = x instanceof Float32Array ? 0 : x.ids.BYTES_PER_ELEMENT;
    const valuesBytes = Math.ceil(values.byteLength / 4) * 4;
    const region = this.#heap.allocate(
      Math.max(4, y.byteLength + start.byteLength + valuesBytes),
      'the rows of a dense stack',
    );
    const bytes = new Uint8Array(this.#heap.memory.buffer);
    const place: PlacedRows = {
      region,
      y: region,
      start: region + y.byteLength,
      x: region + y.byteLength + start.byteLength,
      idBytes,
    };
    for (const [array, at] of [
      [y, place.y],
      [start, place.start],
      [values, place.x],
    ] as const) {
      bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    }
    return place;
  }
}

/** Whether all rows stay on the heap: sparse ones always do. */
function isResident(x: StackRows['x']): boolean {
  return !(x instanceof Float32Array) || x.byteLength <= RESIDENT_BYTES;
}
