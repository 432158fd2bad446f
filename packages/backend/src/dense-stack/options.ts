import { BackendError } from '../backend-error.ts';
import type { StackLoss } from '../loss.ts';
import type { OptimizerSettings } from '../optimizer-settings.ts';

/** A layer of a stack. */
export type StackLayer =
  | {
      kind: 'dense';
      units: number;
      /** `softmax` at the end only. */
      activation: 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'softmax';
      /** Factors of the sums of sizes and of squares of the kernel, added to the loss. */
      l1?: number;
      l2?: number;
    }
  | {
      kind: 'dropout';
      rate: number;
      /** Which layer the masks are keyed as; its place in the stack unless told. */
      place?: number;
    };

/** A stack of dense and dropout layers, and how it is trained. */
export interface DenseStackOptions {
  /** Width of a row. */
  inputs: number;
  layers: readonly StackLayer[];
  loss: StackLoss;
  optimizer: OptimizerSettings;
  /** Rows of a minibatch. */
  batchSize: number;
  /** Whether the rows come as `MultiHotRows`. */
  sparse?: boolean;
  /** Four 32-bit words that key the dropout masks; zeros unless told. */
  dropoutKey?: ArrayLike<number>;
}

const LAST_ACTIVATION: Record<StackLoss, string> = {
  'binary-crossentropy': 'sigmoid',
  'categorical-crossentropy': 'softmax',
  'mean-squared-error': 'linear',
  'mean-absolute-error': 'linear',
};

/**
 * Whether one kernel can train these layers: dense and dropout ones, softmax at the end only, no dropout on sparse rows,
 * and an ending whose activation belongs to the loss. Everything else trains layer by layer.
 */
export function canTrainFused(options: Pick<DenseStackOptions, 'layers' | 'loss' | 'sparse'>): boolean {
  const { layers, loss } = options;
  const last = layers.at(-1);
  if (last?.kind !== 'dense' || last.activation !== LAST_ACTIVATION[loss]) return false;
  if (options.sparse === true && layers[0]?.kind !== 'dense') return false;
  return layers.slice(0, -1).every((layer) => layer.kind === 'dropout' || layer.activation !== 'softmax');
}

/** @throws {BackendError} `bad_option`. */
export function checkOptions(options: DenseStackOptions): void {
  const { inputs, layers, batchSize, loss } = options;
  if (!canTrainFused(options)) {
    const names = layers.map((layer) => (layer.kind === 'dense' ? `dense ${layer.activation}` : 'dropout')).join(', ');
    throw new BackendError(
      'bad_option',
      `A dense stack can't train [${names}] on ${loss}: it ends in ${LAST_ACTIVATION[loss]} for that loss, has softmax nowhere else, and sparse rows go into a dense layer first.`,
    );
  }
  const sizes: [string, number][] = [
    ['inputs', inputs],
    ['batchSize', batchSize],
    ...layers.map((layer): [string, number] => ['units', layer.kind === 'dense' ? layer.units : 1]),
  ];
  for (const [name, size] of sizes) {
    if (!Number.isInteger(size) || size < 1) {
      throw new BackendError(
        'bad_option',
        `A dense stack was given ${name} ${size}; it must be a whole number from 1 on.`,
      );
    }
  }
  if (options.dropoutKey !== undefined && options.dropoutKey.length !== 4) {
    throw new BackendError(
      'bad_option',
      `A dense stack was given a dropoutKey of ${options.dropoutKey.length} words; it must have four.`,
    );
  }
  for (const layer of layers) {
    if (layer.kind === 'dense' && !((layer.l1 ?? 0) >= 0 && (layer.l2 ?? 0) >= 0)) {
      throw new BackendError(
        'bad_option',
        `A dense layer was given l1 ${layer.l1} and l2 ${layer.l2}; both must be at least 0.`,
      );
    }
    if (layer.kind === 'dropout' && !(layer.rate >= 0 && layer.rate < 1)) {
      throw new BackendError('bad_option', `Dropout was given rate ${layer.rate}; it must be at least 0 and below 1.`);
    }
  }
}
