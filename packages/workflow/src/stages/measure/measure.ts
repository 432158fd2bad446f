import { z } from 'zod';
import { METRIC_NAMES } from '@stepwell/metrics/names';

/** What "best" means in a run. */
export const measure = z.object({
  name: z.enum(METRIC_NAMES),
  greaterIsBetter: z.boolean(),
  why: z.string(),
  /** Reported beside it. */
  beside: z.array(z.enum(METRIC_NAMES)),
  /** The user's expression, if the name is `custom`. */
  custom: z.object({ expression: z.string() }).nullable(),
  /** The probability of the second of two classes from which a row is predicted positive. */
  threshold: z.number(),
  /** The loss that a number without ends is trained on for this measure; the squared error when absent. */
  loss: z.literal('mean-absolute-error').optional(),
});
export type Measure = z.infer<typeof measure>;
