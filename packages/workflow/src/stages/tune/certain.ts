import { certainty } from '@stepwell/metrics/certainty';
import { z } from 'zod';

export const calibration = z.object({
  /** Logits are divided by it; 1 leaves them as they are. */
  temperature: z.number().positive(),
  /** How much smaller the log loss of validation rows is that the temperature wasn't fitted on, in nats, and its standard error. */
  gain: z.number(),
  error: z.number(),
  /** Expected calibration error on validation rows, before and after. */
  before: z.number(),
  after: z.number(),
});
export type Calibration = z.infer<typeof calibration>;

/** How sure predictions are, from validation rows that the models hadn't seen. */
export const certain = z.object({
  /** The trial of the search that it was fitted for. */
  trial: z.string(),
  /** Intervals or sets; null of labels, and of too few rows. */
  bands: certainty.nullable(),
  /** Null where numbers are predicted, or levels that a row reaches. */
  calibration: calibration.nullable(),
  /** Intervals hold for new rows that are drawn as the old ones: not for a later time, or a new group. */
  order: z.enum(['random', 'time', 'group']),
});
export type Certain = z.infer<typeof certain>;
