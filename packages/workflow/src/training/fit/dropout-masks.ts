import { tf, type StartedBackend } from '@stepwell/backend';
import { layerShapes, sizeOf, type ModelSpec } from '../architecture/index.ts';

/** Bytes of the key and of scratch memory for generating a mask. */
export const KEY_BYTES = 16;
export const WORDS_BYTES = 64;

/**
 * Generates inverted dropout masks: 0 with probability `rate`, else 1 / (1 - rate). Each value depends on the positions of
 * the layer, the element and the minibatch.
 *
 * @param keyAt heap address of the fit's key of four words, followed by `WORDS_BYTES` of scratch.
 * @param position index of the minibatch in the fit.
 * @returns one mask per dropout layer, in the shape of its input.
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
