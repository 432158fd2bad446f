import { tf, type StartedBackend } from '@stepwell/backend';
import { layerShapes, sizeOf, type ModelSpec } from '../architecture/index.ts';

/** Bytes of the key, and of what drawing a mask wants besides. */
export const KEY_BYTES = 16;
export const WORDS_BYTES = 64;

/**
 * Inverted dropout: 0 with probability `rate`, else 1 / (1 - rate). Drawn by the layer's place, the element's and the
 * minibatch's.
 *
 * @param keyAt where four words that key the fit stand on the heap, with `WORDS_BYTES` of scratch behind them.
 * @param position which minibatch of the fit.
 * @returns one mask a dropout layer, shaped as what comes to it.
 */
export function dropoutMasks(
  backend: StartedBackend,
  spec: ModelSpec,
  rows: number,
  keyAt: number,
  position: number,
): tf.Tensor[] {
  return layerShapes(spec).flatMap(({ layer, input }, place) => {
    if (layer.kind !== 'dropout') return [];
    const mask = tf.zeros([rows, ...input]);
    const at = backend.offsetOf(mask);
    backend.kernels.dropoutMask(rows * sizeOf(input), layer.rate, keyAt, place, position, at, keyAt + KEY_BYTES);
    return [mask];
  });
}
