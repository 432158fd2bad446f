import { BackendError, startedBackend } from '@stepwell/backend';
import { StepwellError } from '@stepwell/base/errors';
import type { ModelSpec } from '../architecture/index.ts';
import { openFusedTrainer, stackOptionsOf } from './fused-trainer.ts';
import { openLayeredTrainer } from './layered-trainer.ts';
import type { Learned, Trainer } from './trainer.ts';

/**
 * Creates a trainer with a model on the heap, and disposes it after `body`. Uses one fused kernel for the training step if
 * the layers allow it, else one op per layer; the choice depends only on the spec, and both agree up to rounding.
 *
 * @param dropoutKey four 32-bit words that seed the dropout masks of the fit.
 * @returns the result of `body`.
 * @throws {StepwellError} `model_too_large` if the model and its rows don't fit on the heap.
 */
export function withTrainer<T>(
  spec: ModelSpec,
  learned: Learned,
  dropoutKey: readonly number[],
  body: (trainer: Trainer) => T,
): T {
  const stack = stackOptionsOf(spec);
  try {
    const backend = startedBackend();
    const trainer =
      stack === null
        ? openLayeredTrainer(backend, spec, learned, dropoutKey)
        : openFusedTrainer(backend, stack, learned, dropoutKey);
    try {
      return body(trainer);
    } finally {
      trainer.dispose();
      backend.heap.trim();
    }
  } catch (cause) {
    if (cause instanceof BackendError && cause.code === 'heap_exhausted') {
      throw new StepwellError(
        'model_too_large',
        `A model with ${spec.inputs} inputs, ${spec.layers.length} layers and batch size ${spec.batchSize} doesn't fit in the memory of a step. Use a smaller batch size, fewer units, filters or words, fewer columns, or fewer rows. (${cause.message})`,
        { cause },
      );
    }
    throw cause;
  }
}
