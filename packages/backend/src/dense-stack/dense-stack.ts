import { BackendError } from '../backend-error.ts';
import { allFinite } from '../all-finite.ts';
import type { StartedBackend } from '../started-backend.ts';
import { encodeOptimizer } from '../optimizer-settings.ts';
import { checkOptions, type DenseStackOptions } from './options.ts';
import { placePlan, type PlacedPlan } from './plan.ts';
import { RowsOnHeap } from './rows-on-heap.ts';
import { checkRows, type StackRows } from './stack-rows.ts';

/** What rows come out as when not training. */
export interface StackOutputs {
  /** [rows, outputs] after the last activation, float32. */
  outputs: Float32Array<ArrayBuffer>;
  /** [rows], float32. */
  losses: Float32Array<ArrayBuffer>;
}

/** Rows that are evaluated at once, at least. */
const EVALUATED_AT_ONCE = 64;

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
  readonly #rows: RowsOnHeap;

  /**
   * @param backend as `startBackend` gave it.
   * @throws {BackendError} `bad_option`, `heap_exhausted`.
   */
  constructor(backend: StartedBackend, options: DenseStackOptions) {
    checkOptions(options);
    this.#backend = backend;
    this.#options = options;
    const capacity = Math.max(options.batchSize, EVALUATED_AT_ONCE);
    this.#rows = new RowsOnHeap(backend.heap, options.inputs);
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
    const { buffer } = this.#backend.heap.memory;
    if (slots === null) plan.slots.forEach(({ at, length }) => new Float32Array(buffer, at, length).fill(0));
    else this.#write('slots', plan.slots, slots);
  }

  /** Sets the optimizer's learning rate for the minibatches that follow. @param rate above zero. @throws {BackendError} `bad_option`. */
  setLearningRate(rate: number): void {
    const plan = this.#placed();
    const settings = encodeOptimizer({ ...this.#options.optimizer, learningRate: rate });
    new Float64Array(this.#backend.heap.memory.buffer, plan.optimizer, settings.length).set(settings);
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
   * @throws {BackendError} `bad_option`, `shape_mismatch`, `id_out_of_range`, before anything is trained; `heap_exhausted`.
   */
  train(rows: StackRows, order: Int32Array, first: number, count: number, position: number): Float64Array<ArrayBuffer> {
    const plan = this.#placed();
    const { batchSize } = this.#options;
    const minibatches = Math.ceil(order.length / batchSize);
    const whole = [first, count, position].every((value) => Number.isSafeInteger(value) && value >= 0);
    if (!whole || position + count >= 2 ** 31) {
      throw new BackendError(
        'bad_option',
        `A dense stack was asked for ${count} minibatches from ${first} on at position ${position}; all three are whole numbers from 0 on.`,
      );
    }
    if (first + count > minibatches) {
      throw new BackendError(
        'shape_mismatch',
        `A dense stack was asked for minibatches ${first} to ${first + count - 1} of ${order.length} rows; at ${batchSize} rows each there are ${minibatches}.`,
      );
    }
    checkRows(rows, order, { ...this.#options, outputs: plan.outputs });
    const losses = new Float64Array(count);
    const { heap, kernels } = this.#backend;
    const perPortion = Math.max(1, Math.floor(this.#rows.portionOf(rows) / batchSize));
    let done = 0;
    while (done < count) {
      const here = Math.min(perPortion, count - done);
      const from = (first + done) * batchSize;
      const portion = order.subarray(from, from + here * batchSize);
      const size = portion.length;
      const trained = this.#withRows(rows, portion, (orderAt) =>
        heap.borrow(here * 8, 'the losses of a dense stack', (lossesAt) => {
          const finished = kernels.train(plan.at, orderAt, size, batchSize, 0, here, position + done, lossesAt);
          losses.set(new Float64Array(heap.memory.buffer, lossesAt, finished), done);
          return finished;
        }),
      );
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
    checkRows(rows, order, { ...this.#options, outputs: plan.outputs });
    const { heap, kernels } = this.#backend;
    const all: StackOutputs = {
      outputs: new Float32Array(order.length * plan.outputs),
      losses: new Float32Array(order.length),
    };
    const atOnce = Math.min(order.length, this.#rows.portionOf(rows));
    for (let from = 0; from < order.length; from += atOnce) {
      const portion = order.subarray(from, from + atOnce);
      const size = portion.length;
      this.#withRows(rows, portion, (orderAt) =>
        heap.borrow((plan.outputs + 1) * size * 4, 'the outputs of a dense stack', (outputsAt) => {
          const lossesAt = outputsAt + plan.outputs * size * 4;
          kernels.evaluate(plan.at, orderAt, size, outputsAt, lossesAt);
          const { buffer } = heap.memory;
          all.outputs.set(new Float32Array(buffer, outputsAt, plan.outputs * size), from * plan.outputs);
          all.losses.set(new Float32Array(buffer, lossesAt, size), from);
        }),
      );
    }
    return all;
  }

  /** @returns whether all weights are finite. */
  isFinite(): boolean {
    const { buffer } = this.#backend.heap.memory;
    return this.#placed().weights.every(({ at, length }) => allFinite(new Float32Array(buffer, at, length)));
  }

  /** Gives the heap back what the stack held. It can't be used afterwards. */
  dispose(): void {
    this.#rows.dispose();
    this.#plan?.free();
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

  /** Runs `body` with the plan pointing at the rows of `order`, and the order to read them in. */
  #withRows<T>(rows: StackRows, order: Int32Array, body: (orderAt: number) => T): T {
    const plan = this.#placed();
    return this.#rows.with(rows, order, (place, orderAt) => {
      for (const field of ['x', 'start', 'y', 'idBytes'] as const) plan.set(field, place[field]);
      return body(orderAt);
    });
  }
}
