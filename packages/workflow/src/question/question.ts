import { z } from 'zod';
import { forecast } from './forecast.ts';
import { problemType } from './run-spec.ts';

/** The prediction problem: target columns, and how their cells are read. */
export const question = z.object({
  type: problemType,
  /** Target columns; one, except for several numbers or label columns. */
  target: z.array(z.string()).min(1),
  /** Classes in order; of two, the second is the positive one. Null for other problems. */
  classes: z.array(z.string()).nullable(),
  /** Labels in order, for multilabel problems. Null for other problems. */
  labels: z.array(z.string()).nullable(),
  /** Separator of the labels in a cell; null if each label has its own column. */
  separator: z.string().nullable(),
  /** Natural range of the target; null if unbounded. */
  bounds: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** `log`: models learn ln(1 + y) of a number that is never negative; the number itself when absent. */
  scale: z.literal('log').optional(),
  /** The column of the queries within which rows are ranked; absent for other problems. */
  query: z.string().optional(),
  /** What is forecast; absent where rows are predicted as they are. */
  forecast: forecast.optional(),
});
export type Question = z.infer<typeof question>;
