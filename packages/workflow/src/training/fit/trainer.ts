import type { Prepared } from './fit-data.ts';

/** Weights in the order of `weightShapes(spec)`, float32, and the slots of all trainable weights, first slots first. */
export interface Learned {
  weights: Float32Array[];
  slots: Float32Array[];
}

/** A model's outputs and losses for some rows. */
export interface Evaluated {
  /** [rows, outputs] after the last activation, float32. */
  outputs: Float32Array;
  /** [rows], float32; zeros where the loss is not one of single rows. */
  losses: Float32Array;
}

/**
 * A model on the heap during a step. Synchronous; the weights depend only on the model, the rows, their order and the
 * position.
 */
export interface Trainer {
  /**
   * @param order rows of the epoch; minibatch b starts at `b * batchSize`.
   * @param first index of the first minibatch; `count` is their number.
   * @param position minibatches of the fit before the first one; seeds dropout and counts updates.
   * @returns the mean loss of each minibatch without penalties; stops after one that is not finite.
   */
  train(data: Prepared, order: Int32Array, first: number, count: number, position: number): Float64Array;
  /** Sets the optimizer's learning rate for the minibatches that follow. @param rate above zero. */
  setLearningRate(rate: number): void;
  /** Evaluates rows `from … to - 1` in inference mode. Results of rows are independent of each other. */
  evaluate(data: Prepared, from: number, to: number): Evaluated;
  /** Copies of weights and slots. */
  read(): Learned;
  /** Whether all weights are finite. */
  isFinite(): boolean;
  /** Releases the heap memory. */
  dispose(): void;
}
