/**
 * rmsprop as Keras 2.0.8 has it, which ran the book: 1e-7 is added to the root of the mean square; the same, to six
 * digits of any step that matters, as 1e-14 under it.
 */
export const KERAS_RMSPROP = { optimizer: 'rmsprop', learningRate: 0.001, epsilon: 1e-14 } as const;
