import { z } from 'zod';
import { config } from '../../training/architecture/index.ts';

export const tunedTrial = z.object({
  id: z.string(),
  config,
  /** The measure at `bestEpoch`, mean over the splits evaluated on; null where the trial diverged or the measure is not defined. */
  score: z.number().nullable(),
  /** Standard deviation of that over the splits; null where there is one only. */
  sd: z.number().nullable(),
  /** How many splits it was evaluated on before it was dropped or finished. */
  splits: z.int(),
  /** The epoch of the best smoothed measure, mean over the splits. */
  bestEpoch: z.int(),
  /** `dropped`: others did better in short fits, or on the first splits in runs from before there were any. `undefined`: the measure is not defined on any split. */
  status: z.enum(['finished', 'dropped', 'diverged', 'undefined']),
});
export type TunedTrial = z.infer<typeof tunedTrial>;

export const tune = z.object({
  trials: z.array(tunedTrial),
  /** The id of the trial that goes to the test. */
  best: z.string(),
  /** How optimistic the winner's score is, as the best of several; null with a single split. */
  optimism: z.object({ bias: z.number(), corrected: z.number() }).nullable(),
  /** Share of the scores' variance that each hyperparameter explains on its own, the largest first; without those that may be chance. */
  importance: z.array(
    z.object({
      name: z.string(),
      share: z.number(),
      /** 95 % interval; null in runs from before there was one. */
      ci: z.tuple([z.number(), z.number()]).nullable().default(null),
    }),
  ),
  /** The probability from which a row is predicted positive, chosen for the given costs; null without costs. */
  threshold: z
    .object({
      value: z.number(),
      cost: z.number(),
      costAtHalf: z.number(),
      /** The measure on the validation rows at that threshold. */
      score: z.number(),
    })
    .nullable(),
  /** The fits whose mean is tested, its score on validation rows, and that of a single one: means over the splits. Absent where one is tested. */
  average: z.object({ fits: z.int().min(2), score: z.number(), single: z.number() }).optional(),
});
export type Tune = z.infer<typeof tune>;
