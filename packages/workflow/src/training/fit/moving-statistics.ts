import { tf, type StartedBackend } from '@stepwell/backend';
import { NORMALIZATION, type BatchStatistics } from '../architecture/index.ts';

/**
 * Updates the moving statistics of batch normalizations with those of a minibatch, in place:
 * `moving = momentum moving + (1 - momentum) seen`. In doubles, so that every engine rounds alike.
 *
 * @param moving moving mean and variance of each normalization layer, in order.
 * @param seen mean and variance of the minibatch for each normalization layer, in order.
 */
export function advance(backend: StartedBackend, moving: readonly tf.Tensor[], seen: readonly BatchStatistics[]): void {
  const { momentum } = NORMALIZATION;
  seen
    .flatMap(({ mean, variance }) => [mean, variance])
    .forEach((statistic, i) => {
      const from = new Float32Array(backend.heap.memory.buffer, backend.offsetOf(statistic), statistic.size);
      const to = new Float32Array(backend.heap.memory.buffer, backend.offsetOf(moving[i]!), statistic.size);
      from.forEach((value, channel) => {
        to[channel] = momentum * to[channel]! + (1 - momentum) * value;
      });
    });
}
