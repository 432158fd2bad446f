import { DenseStack, type StackRows, type StartedBackend } from '@stepwell/backend';
import { caseNamed, RMSPROP, stackOptions } from './cases.ts';
import { denseRows, initialWeights, sparseRows, targets } from './numbers.ts';
import type { Training } from './training.ts';

/** Training by one kernel call for all steps. */
export function stackTraining(backend: StartedBackend, caseName: string | null, epsilon: number): Training {
  const one = caseNamed(caseName);
  const stack = new DenseStack(backend, { ...stackOptions(one), optimizer: { ...RMSPROP, epsilon } });
  const rows: StackRows = { x: one.idsPerRow > 0 ? sparseRows(one) : denseRows(one), y: targets(one) };
  const weights = initialWeights(one);
  const slots = weights.map(({ length }) => new Float32Array(length));
  return {
    reset: () => stack.load(weights, slots),
    train(steps) {
      const order = Int32Array.from({ length: steps * one.batchSize }, (_, i) => i % one.batchSize);
      return stack.train(rows, order, 0, steps, 0).at(-1)!;
    },
  };
}
