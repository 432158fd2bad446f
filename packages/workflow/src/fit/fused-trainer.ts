import { DenseStack, type StartedBackend } from '@stepwell/backend';
import type { ModelSpec } from '../build/index.ts';
import type { Learned, Trainer } from './trainer.ts';

/** A trainer that runs whole minibatches in one kernel. For specs that `canTrainFused`. */
export function openFusedTrainer(
  backend: StartedBackend,
  spec: ModelSpec,
  learned: Learned,
  dropoutKey: readonly number[],
): Trainer {
  const stack = new DenseStack(backend, { ...spec, dropoutKey });
  try {
    stack.load(learned.weights, learned.slots);
  } catch (cause) {
    stack.dispose();
    throw cause;
  }
  return {
    train: (data, order, first, count, position) => stack.train(data, order, first, count, position),
    evaluate: (data, from, to) =>
      stack.evaluate(
        data,
        Int32Array.from({ length: to - from }, (_, i) => from + i),
      ),
    read: () => stack.read(),
    isFinite: () => stack.isFinite(),
    dispose: () => stack.dispose(),
  };
}
