import { tf, type StartedBackend } from '@stepwell/backend';
import { NORMALIZATION, type BatchStatistics } from '../architecture/index.ts';

/**
 * Moves the statistics that batch normalizations use when not training towards those of a minibatch, in place:
 * `moving = momentum moving + (1 - momentum) seen`. In doubles, so that every engine rounds alike.
 *
 * @param moving mean and variance of each normalization, first to last.
 * @param seen of each normalization, first to last.
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
