import { z } from 'zod';
import { convolution, embedding, RANKING_LOSSES } from '../../question/index.ts';

export type { Convolution, Embedding } from '../../question/index.ts';

/** Configuration of a trial. */
export const config = z.object({
  /** Units of each hidden layer, first to last; none for a linear model. */
  units: z.array(z.int().min(1).max(4096)).max(10),
  /** Share of each hidden layer's outputs dropped while training. */
  dropout: z.number().min(0).max(0.9),
  /** Factor of the sum of the weights' sizes (biases aside) added to the loss. */
  l1: z.number().min(0),
  /** Factor of the sum of squared weights (biases aside) added to the loss. */
  l2: z.number().min(0),
  optimizer: z.enum(['rmsprop', 'adam', 'sgd']),
  learningRate: z.number().positive(),
  /** The epochs over which the learning rate falls to zero, by the same amount after each; it doesn't fall when absent. */
  decay: z.int().positive().optional(),
  /** What rmsprop and adam add under the root; their default when absent. */
  epsilon: z.number().positive().optional(),
  batchSize: z.int().min(1),
  /** `balanced`: every class is drawn equally often while training, rare ones repeatedly. */
  classWeight: z.enum(['none', 'balanced']),
  /** Whether squares, products and ratios of columns are inputs too. */
  features: z.boolean(),
  /** `piecewise-linear`: shares of the pieces between quantiles of a number are inputs too; the scaled number alone when absent. */
  numbers: z.literal('piecewise-linear').optional(),
  /** Columns of many categories as means of the target, or as learned vectors; hashed or by their frequency when absent. */
  categories: z.enum(['target-rate', 'embedding']).optional(),
  /** Of ordered classes: `cumulative` learns which levels a row reaches; one output for each class when absent. */
  levels: z.literal('cumulative').optional(),
  /** Of numbers without ends the squared error when absent; of rankings `pairwise-logistic`. Other problems have no choice. */
  loss: z.enum(['mean-absolute-error', 'mean-squared-error', ...RANKING_LOSSES]).optional(),
  /**
   * Columns beside texts or images only: units of a dense layer of their own, ahead of where they are joined; joined as they
   * are when absent.
   */
  branch: z.int().min(1).max(4096).optional(),
  /** Texts only; absent for multi-hot words. */
  embedding: embedding.optional(),
  /** Images only; absent for dense layers on the pixels. */
  convolution: convolution.optional(),
});
export type Config = z.infer<typeof config>;
