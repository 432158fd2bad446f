/**
 * RMSprop of Keras 2.0.8, used by the book. Keras adds 1e-7 to the root of the mean square; 1e-14 under the root agrees
 * with that to six digits of any step that matters.
 */
export const KERAS_RMSPROP = { optimizer: 'rmsprop', learningRate: 0.001, epsilon: 1e-14 } as const;
