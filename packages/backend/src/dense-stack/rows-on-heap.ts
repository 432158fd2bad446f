import type { Heap } from '../heap.ts';
import { checkMultiHotRows, type MultiHotRows } from '../multi-hot-rows.ts';
import { countRows, heapBytes, takeIdRows, widenRows, type StackRows } from './stack-rows.ts';

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
/** The same for sparse rows, which are used as they stand. */
const RESIDENT_ID_BYTES = 8 * 1024 * 1024;
/** What all rows that stay may take together, but for the last ones given. */
const HELD_BYTES = 12 * 1024 * 1024;
/** What a portion takes, about. */
const PORTION_BYTES = 256 * 1024;
/** Training and validation rows. */
const HELD_AT_ONCE = 2;

/** The rows of one stack on the heap. */
export class RowsOnHeap {
  readonly #heap: Heap;
  readonly #inputs: number;
  readonly #held = new Map<StackRows, PlacedRows>();
  readonly #checked = new WeakSet<StackRows>();

  /** @param inputs width of a row. */
  constructor(heap: Heap, inputs: number) {
    this.#heap = heap;
    this.#inputs = inputs;
  }

  /** @returns how many of `rows` may be asked for at once: all of them where they stay on the heap. */
  portionOf({ x }: StackRows): number {
    if (this.#isResident(x)) return Number.POSITIVE_INFINITY;
    const perRow = heapBytes(x, this.#inputs) / countRows(x, this.#inputs);
    return Math.max(1, Math.floor(PORTION_BYTES / perRow));
  }

  /**
   * Runs `body` with the rows of `order` on the heap, and the order to read them in there.
   *
   * @throws {BackendError} `heap_exhausted`, and for sparse rows `id_out_of_range`, `shape_mismatch`.
   */
  with<T>(rows: StackRows, order: Int32Array, body: (place: PlacedRows, orderAt: number) => T): T {
    const resident = this.#isResident(rows.x);
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

  /** Whether all rows stay on the heap. Bytes never do: only what is trained on at the moment is widened. */
  #isResident(x: StackRows['x']): boolean {
    if (!(x instanceof Float32Array) && 'stores' in x) return false;
    return heapBytes(x, this.#inputs) <= (x instanceof Float32Array ? RESIDENT_BYTES : RESIDENT_ID_BYTES);
  }

  /** All rows on the heap, kept until two others are given. */
  #hold(rows: StackRows): PlacedRows {
    const held = this.#held.get(rows);
    if (held !== undefined) return held;
    this.#check(rows);
    this.#makeRoom(heapBytes(rows.x, this.#inputs));
    const { x, y } = rows;
    const place =
      x instanceof Float32Array ? this.#placeFloats(x.length, (to) => to.set(x), y) : this.#placeIds(asIds(x), y);
    this.#held.set(rows, place);
    return place;
  }

  /** Lets the oldest rows go that others of so many bytes can't be held beside. */
  #makeRoom(bytes: number): void {
    const taken = () => [...this.#held.keys()].reduce((sum, { x }) => sum + heapBytes(x, this.#inputs), bytes);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size < HELD_AT_ONCE && taken() <= HELD_BYTES) return;
      this.#release(oldest);
    }
  }

  #release(rows: StackRows): void {
    const place = this.#held.get(rows);
    if (place !== undefined) this.#heap.free(place.region);
    this.#held.delete(rows);
  }

  /** Sparse rows once: as long as a stack lives they are taken to stay what they are. */
  #check(rows: StackRows): void {
    const { x } = rows;
    if (x instanceof Float32Array || 'stores' in x || this.#checked.has(rows)) return;
    checkMultiHotRows('A dense stack', x);
    this.#checked.add(rows);
  }

  /** The rows of `order`, in that order, on the heap. */
  #bring(rows: StackRows, order: Int32Array): PlacedRows {
    this.#check(rows);
    const { x, y } = rows;
    const inputs = this.#inputs;
    const targets = y.length / countRows(x, inputs);
    const someY = new Float32Array(order.length * targets);
    order.forEach((row, i) => someY.set(y.subarray(row * targets, (row + 1) * targets), i * targets));
    if (!(x instanceof Float32Array) && !('stores' in x)) return this.#placeIds(takeIdRows(x, order), someY);
    const write = (to: Float32Array): void => {
      if ('stores' in x) widenRows(x, inputs, order, to);
      else order.forEach((row, i) => to.set(x.subarray(row * inputs, (row + 1) * inputs), i * inputs));
    };
    return this.#placeFloats(order.length * inputs, write, someY);
  }

  #placeFloats(count: number, write: (to: Float32Array) => void, y: Float32Array): PlacedRows {
    const region = this.#heap.allocate(Math.max(4, y.byteLength + 4 * count), 'the rows of a dense stack');
    const { buffer } = this.#heap.memory;
    const x = region + y.byteLength;
    new Float32Array(buffer, region, y.length).set(y);
    try {
      write(new Float32Array(buffer, x, count));
    } catch (cause) {
      this.#heap.free(region);
      throw cause;
    }
    return { region, y: region, start: x, x, idBytes: 0 };
  }

  #placeIds({ start, ids }: MultiHotRows, y: Float32Array): PlacedRows {
    const room = y.byteLength + start.byteLength + Math.ceil(ids.byteLength / 4) * 4;
    const region = this.#heap.allocate(Math.max(4, room), 'the rows of a dense stack');
    const { buffer } = this.#heap.memory;
    const startAt = region + y.byteLength;
    const x = startAt + start.byteLength;
    new Float32Array(buffer, region, y.length).set(y);
    new Int32Array(buffer, startAt, start.length).set(start);
    const to =
      ids instanceof Uint16Array ? new Uint16Array(buffer, x, ids.length) : new Int32Array(buffer, x, ids.length);
    to.set(ids);
    return { region, y: region, start: startAt, x, idBytes: ids.BYTES_PER_ELEMENT };
  }
}

function asIds(x: Exclude<StackRows['x'], Float32Array>): MultiHotRows {
  if ('stores' in x) throw new TypeError('bytes are never resident');
  return x;
}
