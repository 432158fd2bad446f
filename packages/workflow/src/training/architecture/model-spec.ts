import { z } from 'zod';
import { StepwellError } from '@stepwell/base/errors';
import { RANKING_LOSSES, type RankingLoss } from '../../question/index.ts';
import { layer } from './layers.ts';

export const lossName = z.enum([
  'binary-crossentropy',
  'categorical-crossentropy',
  'mean-squared-error',
  'mean-absolute-error',
  ...RANKING_LOSSES,
]);
export type LossName = z.infer<typeof lossName>;
export type { RankingLoss } from '../../question/index.ts';

/** @returns whether a loss is of the order of rows within a query, rather than of single rows. */
export function isRankingLoss(loss: LossName): loss is RankingLoss {
  return RANKING_LOSSES.some((name) => name === loss);
}

const share = z.number().min(0).lt(1).optional();
const learningRate = z.number().positive();
const epsilon = z.number().min(0).optional();

/** An optimizer in Keras's terms and with its defaults. */
export const optimizer = z.discriminatedUnion('name', [
  z.object({ name: z.literal('rmsprop'), learningRate, rho: share, momentum: share, epsilon }),
  z.object({ name: z.literal('adam'), learningRate, beta1: share, beta2: share, epsilon }),
  z.object({ name: z.literal('sgd'), learningRate, momentum: share, nesterov: z.boolean().optional() }),
]);

const size = z.int().positive();

/** A model as plain data, down to its optimizer. */
export const modelSpec = z.object({
  /** Width of a row, were it written out: its numbers, and its vocabulary or the values of its image. */
  inputs: size,
  layers: z.array(layer).min(1),
  loss: lossName,
  optimizer,
  batchSize: size,
  /** Where the rows are images: their size, and numbers beside them; those are absent where there are none. */
  image: z.object({ height: size, width: size, channels: size, numbers: size.optional() }).optional(),
  /** Where the rows have a text: words that are told apart, and numbers beside it. */
  text: z
    .object({
      vocabulary: size,
      numbers: z.int().nonnegative(),
      /** `multi-hot`: which words it has. `sequences`: its words in their order, for an embedding. */
      encoding: z.enum(['multi-hot', 'sequences']),
    })
    .optional(),
});
export type ModelSpec = z.infer<typeof modelSpec>;

/** @returns how many numbers stand beside a text or an image. */
export function numbersBeside({ text, image }: Pick<ModelSpec, 'text' | 'image'>): number {
  return text?.numbers ?? image?.numbers ?? 0;
}

/**
 * @returns how many numbers the first dense layer takes beside the words: none where a later layer joins them.
 */
export function numbersWithWords({ text, layers }: Pick<ModelSpec, 'text' | 'layers'>): number {
  return layers.some(({ kind }) => kind === 'concatenate') ? 0 : (text?.numbers ?? 0);
}

/** Which last activations can be trained on a loss. */
const FITTING: Record<LossName, string> = {
  'binary-crossentropy': 'sigmoid',
  'categorical-crossentropy': 'softmax',
  'mean-squared-error': 'linear',
  'mean-absolute-error': 'linear',
  'pairwise-logistic': 'linear',
  lambdarank: 'linear',
  'listwise-cross-entropy': 'linear',
};

/**
 * @returns `spec`, when its last activation and its loss belong together.
 * @throws {StepwellError} `layer_mismatch`.
 */
export function checkEnding(spec: ModelSpec): ModelSpec {
  const last = spec.layers.at(-1);
  if (last?.kind === 'dense' && last.activation === FITTING[spec.loss]) return spec;
  const ending = last?.kind === 'dense' ? last.activation : 'no dense layer';
  throw new StepwellError(
    'layer_mismatch',
    `A model with the last activation ${ending} can't be trained with the loss ${spec.loss}. Use sigmoid with binary-crossentropy for two classes, softmax with categorical-crossentropy for several, linear with mean-squared-error or mean-absolute-error for numbers.`,
  );
}
