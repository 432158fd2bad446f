import { z } from 'zod';
import { config } from '../../training/architecture/index.ts';
import { convolution } from '../../question/index.ts';

export const rung = z.object({
  /** The trial that climbed it. */
  trial: z.string(),
  units: z.array(z.int()),
  /** Convolutional blocks ahead of them; absent for none. */
  convolution: convolution.optional(),
  /** Share of the training rows that it was trained on; absent for all. */
  share: z.number().optional(),
  epochs: z.int(),
  learningRate: z.number(),
  /** Training loss at the last epoch, mean over the folds. */
  trainLoss: z.number(),
  /** Smallest smoothed validation loss, mean over the folds. */
  valLoss: z.number(),
  /** Epoch of that smallest value. */
  bestEpoch: z.int(),
  /** Where validation loss turned for good; null where it did not. */
  overfitEpoch: z.int().nullable(),
  /** Standard deviation of that epoch over the folds; null where it can't be told. */
  overfitSpread: z.number().nullable(),
  diverged: z.boolean(),
});
export type Rung = z.infer<typeof rung>;

export const scaleUpVerdict = z.enum(['overfits', 'capacity-not-reached', 'no-gain', 'data-too-small']);

export const scaleUp = z.object({
  rungs: z.array(rung),
  verdict: scaleUpVerdict,
  /** What tuning starts from. */
  start: z.object({ config, bestEpoch: z.int() }),
});
export type ScaleUp = z.infer<typeof scaleUp>;
