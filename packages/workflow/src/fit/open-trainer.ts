import { canTrainFused, startedBackend } from '@stepwell/backend';
import type { ModelSpec } from '../build/index.ts';
import { openFusedTrainer } from './fused-trainer.ts';
import { openLayeredTrainer } from './layered-trainer.ts';
import type { Learned, Trainer } from './trainer.ts';

/**
 * Puts a model on the heap: as one kernel for the whole training step where there is one for its layers, layer by layer
 * otherwise. Both give the same numbers but for rounding; which one is taken depends on the spec alone.
 *
 * @param dropoutKey four 32-bit words that key the dropout masks of the fit.
 */
export function openTrainer(spec: ModelSpec, learned: Learned, dropoutKey: readonly number[]): Trainer {
  const open = canTrainFused(spec) ? openFusedTrainer : openLayeredTrainer;
  return open(startedBackend(), spec, learned, dropoutKey);
}
