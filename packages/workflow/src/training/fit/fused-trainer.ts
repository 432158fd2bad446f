import {
  canTrainFused,
  DenseStack,
  type DenseStackOptions,
  type StackLayer,
  type StackRows,
  type StartedBackend,
} from '@stepwell/backend';
import { isRankingLoss, type ModelSpec } from '../architecture/index.ts';
import type { Prepared } from './fit-data.ts';
import type { Learned, Trainer } from './trainer.ts';

/** Parameters of a dense stack. */
type StackOptions = Pick<DenseStackOptions, 'inputs' | 'layers' | 'loss' | 'optimizer' | 'batchSize' | 'sparse'>;

/**
 * Describes a model for the fused kernel: dense layers on numbers, on multi-hot words without numbers, or on pixels.
 *
 * @returns null for any other model.
 */
export function stackOptionsOf(spec: ModelSpec): StackOptions | null {
  const { inputs, loss, optimizer, batchSize, image, text } = spec;
  if (isRankingLoss(loss)) return null;
  if (text !== undefined && (text.encoding !== 'multi-hot' || text.numbers > 0)) return null;
  const flat = image !== undefined && spec.layers[0]?.kind === 'flatten' ? 1 : 0;
  if (image !== undefined && flat === 0) return null;
  const layers: StackLayer[] = [];
  for (const [place, layer] of spec.layers.entries()) {
    if (place < flat) continue;
    if (layer.kind === 'dense') layers.push(layer);
    else if (layer.kind === 'dropout') layers.push({ ...layer, place });
    else return null;
  }
  const options = { inputs, layers, loss, optimizer, batchSize, sparse: text !== undefined };
  return canTrainFused(options) ? options : null;
}

/** A trainer that runs complete minibatches in one kernel. */
export function openFusedTrainer(
  backend: StartedBackend,
  options: StackOptions,
  learned: Learned,
  dropoutKey: readonly number[],
): Trainer {
  const stack = new DenseStack(backend, { ...options, dropoutKey });
  // The stack caches rows by object identity.
  const known = new WeakMap<Prepared, StackRows>();
  const rowsOf = (data: Prepared): StackRows => {
    const rows = known.get(data) ?? { x: stackInputs(data), y: data.y };
    known.set(data, rows);
    return rows;
  };
  try {
    stack.load(learned.weights, learned.slots);
  } catch (cause) {
    stack.dispose();
    throw cause;
  }
  return {
    train: (data, order, first, count, position) => stack.train(rowsOf(data), order, first, count, position),
    setLearningRate: (rate) => stack.setLearningRate(rate),
    evaluate: (data, from, to) =>
      stack.evaluate(
        rowsOf(data),
        Int32Array.from({ length: to - from }, (_, i) => from + i),
      ),
    read: () => stack.read(),
    isFinite: () => stack.isFinite(),
    dispose: () => stack.dispose(),
  };
}

function stackInputs({ x }: Prepared): StackRows['x'] {
  switch (x.kind) {
    case 'numbers':
      return x.values;
    case 'images':
      return x.images;
    case 'multi-hot':
      return x.hot;
    case 'sequences':
      throw new TypeError('words in their order go into an embedding');
  }
}
