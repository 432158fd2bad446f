import { batchNormalization, convolve, convolveAndPool, tf } from '@stepwell/backend';
import type { Training } from './training.ts';
import { NORMALIZATION, POOL_SIZE, type ConvolutionLayer } from './layers.ts';
import { rank4 } from './ranks.ts';

/**
 * A layer of filters with its bias and activation.
 *
 * @param x [rows, height, width, channels].
 * @param weight gives the layer's next weight.
 * @returns [rows, outHeight, outWidth, filters].
 */
export function convolveLayer(layer: ConvolutionLayer, x: tf.Tensor4D, weight: () => tf.Tensor): tf.Tensor4D {
  const { padding, activation } = layer;
  if (layer.kind === 'conv2d') {
    const kernel = weight();
    return convolve(x, kernel, weight(), { padding, activation });
  }
  const filtered = tf.depthwiseConv2d(x, rank4(weight()), 1, padding);
  const mixing = weight();
  return convolve(filtered, mixing, weight(), { padding: 'valid', activation });
}

/**
 * A layer of filters and the max pooling behind it in one pass: less is kept for the way back.
 *
 * @param layer of kind `conv2d`.
 * @param x, @param weight see `convolveLayer`.
 * @returns [rows, ⌊outHeight / 2⌋, ⌊outWidth / 2⌋, filters].
 */
export function convolveAndPoolLayer(layer: ConvolutionLayer, x: tf.Tensor4D, weight: () => tf.Tensor): tf.Tensor4D {
  const { padding, activation } = layer;
  const kernel = weight();
  return convolveAndPool(x, kernel, weight(), { padding, activation });
}

/** Windows of 2 × 2, one beside the other. */
export function poolLayer(kind: 'max-pooling' | 'average-pooling', x: tf.Tensor4D): tf.Tensor4D {
  const pool = kind === 'max-pooling' ? tf.maxPool : tf.avgPool;
  return pool(x, POOL_SIZE, POOL_SIZE, 'valid');
}

/**
 * Batch normalization: by the minibatch's own statistics while training, by the moving ones otherwise.
 *
 * @param x [rows, ..., channels].
 * @param weight gives gamma, beta, moving mean and moving variance.
 * @param activation of the layer behind it: both in one pass keep half as much for the way back.
 */
export function normalizeLayer(
  x: tf.Tensor,
  weight: () => tf.Tensor,
  activation: 'linear' | 'relu',
  training: Training | null,
): tf.Tensor {
  const [gamma, beta, movingMean, movingVariance] = [weight(), weight(), weight(), weight()];
  const { epsilon } = NORMALIZATION;
  if (training !== null) {
    const { output, mean, variance } = batchNormalization(x, gamma, beta, { epsilon, activation });
    training.onStatistics({ mean, variance });
    return output;
  }
  const factor = tf.div(gamma, tf.sqrt(tf.add(movingVariance, epsilon)));
  const z = tf.add(tf.mul(tf.sub(x, movingMean), factor), beta);
  return activation === 'relu' ? tf.relu(z) : z;
}
