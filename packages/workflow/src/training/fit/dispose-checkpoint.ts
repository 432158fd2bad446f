import type { Checkpoint } from './checkpoint.ts';

/**
 * Gives the memory of a checkpoint's tensors back at once, not when garbage is next collected: a wide model's take tens
 * of megabytes. Whoever still has views of them finds them empty.
 */
export function disposeCheckpoint(checkpoint: Checkpoint): void {
  const { weights, slots, outputs } = checkpoint;
  const buffers = new Set([...weights, ...slots, outputs].map(({ buffer }) => buffer));
  for (const buffer of buffers) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
  Object.assign(checkpoint, { weights: [], slots: [], outputs: new Float32Array(0) });
}
