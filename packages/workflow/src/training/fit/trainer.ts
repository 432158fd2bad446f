import type { Prepared } from './fit-data.ts';

/** What a fit has learned: in the order of `weightShapes(spec)`, float32; the slots of all trainable weights, first slots first. */
export interface Learned {
  weights: Float32Array[];
  slots: Float32Array[];
}

/** A model's outputs for some rows, and its loss on each. */
export interface Evaluated {
  /** [rows, outputs] after the last activation, float32. */
  outputs: Float32Array;
  /** [rows], float32. */
  losses: Float32Array;
}

/**
 * A model on the heap while a step trains it. Synchronous; nothing but the model, the rows, their order and the position
 * reaches the weights.
 */
export interface Trainer {
  /**
   * @param order the epoch's rows; minibatch b has those from `b batchSize` on.
   * @param first which minibatch to begin with, `count` how many.
   * @param position minibatches of the fit before the first one: keys dropout, counts updates.
   * @returns the mean loss of each minibatch done, penalties not included; ends behind one that is not finite.
   */
  train(data: Prepared, order: Int32Array, first: number, count: number, position: number): Float64Array;
  /** Rows `from … to - 1`, as they come out when not training. No row's result depends on the others. */
  evaluate(data: Prepared, from: number, to: number): Evaluated;
  /** Copies of weights and slots. */
  read(): Learned;
  /** Whether all weights are finite. */
  isFinite(): boolean;
  /** Gives the heap back. */
  dispose(): void;
}
