import { z } from 'zod';
import { problemType } from './run-spec.ts';

/** What is predicted, and how its cells are read. */
export const question = z.object({
  type: problemType,
  /** The columns to predict; one but for several numbers or several columns of labels. */
  target: z.array(z.string()).min(1),
  /** Class labels in order; the second is the positive one of two. Null for anything else. */
  classes: z.array(z.string()).nullable(),
  /** Labels in order, of which a row may have any set. Null for anything else. */
  labels: z.array(z.string()).nullable(),
  /** What stands between the labels of one cell; null where each label has a column. */
  separator: z.string().nullable(),
  /** Where a number lies between two ends by its nature; null otherwise. */
  bounds: z.object({ low: z.number(), high: z.number() }).nullable(),
});
export type Question = z.infer<typeof question>;
