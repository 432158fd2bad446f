import type { tf } from '@stepwell/backend';

/** Statistics of a minibatch in a batch normalization: [channels] each. */
export interface BatchStatistics {
  mean: tf.Tensor;
  variance: tf.Tensor;
}

/** What a forward pass needs while training only. */
export interface Training {
  /** One for each dropout layer, shaped like its input: 0 or 1 / (1 - rate). */
  dropoutMasks: readonly tf.Tensor[];
  /** Called by each batch normalization, first to last. */
  onStatistics(statistics: BatchStatistics): void;
}
