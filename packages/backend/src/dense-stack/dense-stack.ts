import { BackendError } from '../backend-error.ts';
import { checkMultiHotRows, type MultiHotRows } from '../multi-hot-rows.ts';
import type { StartedBackend } from '../start.ts';
import { checkOptions, type DenseStackOptions } from './options.ts';
import { placePlan, type PlacedPlan } from './plan.ts';

/** Rows and what they should come out as. */
export interface StackRows {
  /** [rows, inputs] in row-major order, float32; or the ids of multi-hot rows. */
  x: Float32Array | MultiHotRows;
  /** [rows] class codes for categorical cross-entropy, else [rows, outputs]; float32. */
  y: Float32Array;
}

/** What rows come out as when not training. */
export interface StackOutputs {
  /** [rows, outputs] after the last activation, float32. */
  outputs: Float32Array<ArrayBuffer>;
  /** [rows], float32. */
  losses: Float32Array<ArrayBuffer>;
}

/** Dense rows up to this many bytes are copied to the heap once; more are brought there minibatch by minibatch. */
const RESIDENT_BYTES = 4 * 1024 * 1024;
/** Minibatches of rows that are not resident are brought in portions of about this many bytes. */
const PORTION_BYTES = 256 * 1024;
/** Rows that are evaluated at once, at least. */
const EVALUATED_AT_ONCE = 64;

/** Training and validation rows. */
const HELD_AT_ONCE = 2;

/** Sparse rows that have been found in order: they are not changed. */
const checked = new WeakSet<object>();

function checkOnce({ x }: StackRows): void {
  if (x instanceof Float32Array || checked.has(x)) return;
  checkMultiHotRows('A dense stack', x);
  checked.add(x);
}

/** Rows on the heap. */
interface HeldRows {
  region: number;
  x: number;
  start: number;
  y: number;
  idBytes: number;
}

/**
 * A stack of dense and dropout layers that trains by one kernel call for many minibatches: forward, loss, backward and
 * update run in WebAssembly with nothing allocated in between. Synchronous.
 *
 * The results depend on weights, slots, rows, order and position alone: however the minibatches are dealt out to calls,
 * the weights come out the same, bit for bit, in every engine.
 */
export class DenseStack {
  readonly #backend: StartedBackend;
  readonly #options: DenseStackOptions;
  #plan: PlacedPlan | null;
  readonly #held = new Map<StackRows, HeldRows>();

  /**
   * @param backend as `startBackend` gave it.
   * @throws {BackendError} `bad_option`, `heap_exhausted`.
   */
  constructor(backend: StartedBackend, options: DenseStackOptions) {
    checkOptions(options);
    this.#backend = backend;
    this.#options = options;
    const capacity = Math.max(options.batchSize, EVALUATED_AT_ONCE);
    this.#plan = placePlan(backend.heap, backend.kernels, options, capacity);
  }

  /**
   * Sets weights and slots.
   *
   * @param weights kernel [in, units] and bias [units] of each dense layer, first to last, float32.
   * @param slots the optimizer's, see `slotsPerWeight`: the first slot of every weight, then the second. None for zeros.
   * @throws {BackendError} `shape_mismatch`.
   */
  load(weights: readonly Float32Array[], slots: readonly Float32Array[] | null): void {
    const plan = this.#placed();
    this.#write('weights', plan.weights, weights);
    if (slots !== null) this.#write('slots', plan.slots, slots);
  }

  /** @returns copies of weights and slots, in the order of `load`. */
  read(): { weights: Float32Array<ArrayBuffer>[]; slots: Float32Array<ArrayBuffer>[] } {
    const plan = this.#placed();
    const { buffer } = this.#backend.heap.memory;
    const copy = ({ at, length }: { at: number; length: number }) => new Float32Array(buffer, at, length).slice();
    return { weights: plan.weights.map(copy), slots: plan.slots.map(copy) };
  }

  /**
   * Trains on minibatches of an epoch.
   *
   * @param rows kept on the heap from call to call while the same object is given, two such objects at most.
   * @param order the epoch's rows, [rows of the epoch]; minibatch b has those from `b batchSize` on.
   * @param first which minibatch to begin with.
   * @param count how many minibatches.
   * @param position minibatches of this fit before the first one: keys dropout masks, counts updates.
   * @returns the mean loss of each minibatch done, penalties not included; ends early behind a loss that is not finite.
   * @throws {BackendError} `shape_mismatch`, `id_out_of_range`, `heap_exhausted`; nothing is trained then.
   */
  train(rows: StackRows, order: Int32Array, first: number, count: number, position: number): Float64Array<ArrayBuffer> {
    const plan = this.#placed();
    const { batchSize } = this.#options;
    const minibatches = Math.ceil(order.length / batchSize);
    if (first < 0 || count < 0 || first + count > minibatches) {
      throw new BackendError(
        'shape_mismatch',
        `A dense stack was asked for minibatches ${first} to ${first + count - 1} of ${order.length} rows; at ${batchSize} rows each there are ${minibatches}.`,
      );
    }
    this.#checkRows(rows, order);
    const losses = new Float64Array(count);
    let done = 0;
    const perPortion = isResident(rows)
      ? count
      : Math.max(1, Math.floor(PORTION_BYTES / (4 * this.#options.inputs * batchSize)));
    while (done < count) {
      const here = Math.min(perPortion, count - done);
      const from = (first + done) * batchSize;
      const portion = order.subarray(from, from + here * batchSize);
      const trained = this.#withRows(rows, portion, (orderAt) => {
        const lossesAt = this.#backend.heap.allocate(here * 8, 'the losses of a dense stack');
        try {
          const n = this.#backend.kernels.train(
            plan.at,
            orderAt,
            portion.length,
            batchSize,
            0,
            here,
            position + done,
            lossesAt,
          );
          losses.set(new Float64Array(this.#backend.heap.memory.buffer, lossesAt, n), done);
          return n;
        } finally {
          this.#backend.heap.free(lossesAt);
        }
      });
      done += trained;
      if (trained < here || !Number.isFinite(losses[done - 1])) break;
    }
    return losses.slice(0, done);
  }

  /**
   * Outputs and losses of some rows, as they come out when not training. No row's result depends on the others.
   *
   * @param order which rows.
   * @throws {BackendError} `shape_mismatch`, `id_out_of_range`, `heap_exhausted`.
   */
  evaluate(rows: StackRows, order: Int32Array): StackOutputs {
    const plan = this.#placed();
    this.#checkRows(rows, order);
    const { heap, kernels } = this.#backend;
    const all: StackOutputs = {
      outputs: new Float32Array(order.length * plan.outputs),
      losses: new Float32Array(order.length),
    };
    const atOnce = isResident(rows)
      ? order.length
      : Math.max(1, Math.floor(PORTION_BYTES / (4 * this.#options.inputs)));
    for (let from = 0; from < order.length; from += atOnce) {
      const portion = order.subarray(from, from + atOnce);
      this.#withRows(rows, portion, (orderAt) => {
        const results = heap.allocate((plan.outputs + 1) * portion.length * 4, 'the outputs of a dense stack');
        try {
          const lossesAt = results + plan.outputs * portion.length * 4;
          kernels.evaluate(plan.at, orderAt, portion.length, results, lossesAt);
          const { buffer } = heap.memory;
          all.outputs.set(new Float32Array(buffer, results, plan.outputs * portion.length), from * plan.outputs);
          all.losses.set(new Float32Array(buffer, lossesAt, portion.length), from);
        } finally {
          heap.free(results);
        }
      });
    }
    return all;
  }

  /** @returns whether all weights are finite. */
  isFinite(): boolean {
    const { buffer } = this.#backend.heap.memory;
    return this.#placed().weights.every(({ at, length }) => {
      return new Float32Array(buffer, at, length).every(Number.isFinite);
    });
  }

  /** Gives the heap back what the stack held. It can't be used afterwards. */
  dispose(): void {
    for (const rows of this.#held.keys()) this.#release(rows);
    if (this.#plan !== null) this.#backend.heap.free(this.#plan.region);
    this.#plan = null;
  }

  #placed(): PlacedPlan {
    if (this.#plan === null) throw new TypeError('the stack has been disposed of');
    return this.#plan;
  }

  #write(what: string, places: PlacedPlan['weights'], values: readonly Float32Array[]): void {
    const fits = values.length === places.length && values.every(({ length }, i) => length === places[i]!.length);
    if (!fits) {
      throw new BackendError(
        'shape_mismatch',
        `A dense stack takes ${what} of sizes [${places.map(({ length }) => length).join()}], and was given [${values.map(({ length }) => length).join()}].`,
      );
    }
    const { buffer } = this.#backend.heap.memory;
    places.forEach(({ at, length }, i) => new Float32Array(buffer, at, length).set(values[i]!));
  }

  #checkRows(rows: StackRows, order: Int32Array): void {
    const plan = this.#placed();
    const { inputs, loss, sparse = false } = this.#options;
    const { x, y } = rows;
    const perRow = loss === 'categorical-crossentropy' ? 1 : plan.outputs;
    const count = y.length / perRow;
    const fits =
      x instanceof Float32Array
        ? !sparse && x.length === count * inputs
        : sparse && x.start.length === count + 1 && x.vocabulary === inputs;
    if (!fits) {
      const given =
        x instanceof Float32Array ? `${x.length} dense values` : `${x.start.length - 1} sparse rows of ${x.vocabulary}`;
      throw new BackendError(
        'shape_mismatch',
        `A dense stack of ${inputs} ${sparse ? 'sparse' : 'dense'} inputs and ${plan.outputs} outputs was given ${given} and ${y.length} targets; they must belong to the same rows.`,
      );
    }
    for (const row of order) {
      if (row < 0 || row >= count) {
        throw new BackendError('id_out_of_range', `A dense stack was asked for row ${row}; there are ${count}.`);
      }
    }
  }

  /** Runs `body` with the rows of `order` on the heap, and the order to read them in. */
  #withRows<T>(rows: StackRows, order: Int32Array, body: (orderAt: number) => T): T {
    const resident = isResident(rows);
    const place = resident ? this.#hold(rows) : this.#bring(rows, order);
    const { heap } = this.#backend;
    try {
      const orderAt = heap.allocate(Math.max(4, order.length * 4), 'the order of a dense stack');
      try {
        const to = new Int32Array(heap.memory.buffer, orderAt, order.length);
        if (resident) to.set(order);
        else to.forEach((_, i) => (to[i] = i));
        this.#point(place);
        return body(orderAt);
      } finally {
        heap.free(orderAt);
      }
    } finally {
      if (!resident) heap.free(place.region);
    }
  }

  #point(place: HeldRows): void {
    const plan = this.#placed();
    for (const field of ['x', 'start', 'y', 'idBytes'] as const) plan.set(field, place[field]);
  }

  /** All rows on the heap, kept until two others are given. */
  #hold(rows: StackRows): HeldRows {
    const held = this.#held.get(rows);
    if (held !== undefined) return held;
    checkOnce(rows);
    const [oldest] = this.#held.keys();
    if (oldest !== undefined && this.#held.size >= HELD_AT_ONCE) this.#release(oldest);
    const place = this.#copy(rows.x, rows.y);
    this.#held.set(rows, place);
    return place;
  }

  #release(rows: StackRows): void {
    const place = this.#held.get(rows);
    if (place !== undefined) this.#backend.heap.free(place.region);
    this.#held.delete(rows);
  }

  /** The dense rows of `order`, in that order, on the heap. */
  #bring(rows: StackRows, order: Int32Array): HeldRows {
    const { x, y } = rows;
    if (!(x instanceof Float32Array)) throw new TypeError('sparse rows are always resident');
    const { inputs } = this.#options;
    const targets = y.length / (x.length / inputs);
    const someX = new Float32Array(order.length * inputs);
    const someY = new Float32Array(order.length * targets);
    order.forEach((row, i) => {
      someX.set(x.subarray(row * inputs, (row + 1) * inputs), i * inputs);
      someY.set(y.subarray(row * targets, (row + 1) * targets), i * targets);
    });
    return this.#copy(someX, someY);
  }

  #copy(x: StackRows['x'], y: Float32Array): HeldRows {
    const { heap } = this.#backend;
    const values = x instanceof Float32Array ? x : x.ids;
    const start = x instanceof Float32Array ? new Int32Array(0) : x.start;
    const idBytes = x instanceof Float32Array ? 0 : x.ids.BYTES_PER_ELEMENT;
    const valuesBytes = Math.ceil(values.byteLength / 4) * 4;
    const region = heap.allocate(
      Math.max(4, y.byteLength + start.byteLength + valuesBytes),
      'the rows of a dense stack',
    );
    const bytes = new Uint8Array(heap.memory.buffer);
    const place: HeldRows = {
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
function isResident({ x }: StackRows): boolean {
  return !(x instanceof Float32Array) || x.byteLength <= RESIDENT_BYTES;
}
