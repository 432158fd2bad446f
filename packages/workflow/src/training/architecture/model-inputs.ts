import type { MultiHotTensors, tf, WordTensors } from '@stepwell/backend';

/** A minibatch's inputs on the heap. */
export type ModelInputs =
  /** [rows, inputs], float32. */
  | { kind: 'numbers'; values: tf.Tensor2D }
  /** `numbers`: [rows, n] beside the text, here and below, float32; null for none. */
  | { kind: 'multi-hot'; hot: MultiHotTensors; numbers: tf.Tensor2D | null }
  /** Texts for the mean of their words. */
  | { kind: 'bags'; words: WordTensors; numbers: tf.Tensor2D | null }
  /** `ids`: [rows, length], int32: the last words, with the vocabulary's size in front for those that are lacking. */
  | { kind: 'sequences'; ids: tf.Tensor2D; numbers: tf.Tensor2D | null }
  /** [rows, height, width, channels], float32. */
  | { kind: 'images'; values: tf.Tensor4D; numbers: tf.Tensor2D | null };
