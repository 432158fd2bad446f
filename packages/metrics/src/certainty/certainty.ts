import { z } from 'zod';

/** Share of new rows that intervals and sets are made to cover. */
export const LEVEL = 0.9;

/** How far below and above the prediction the truth lies, for predictions from `from` to the next bin's. */
export const bin = z.object({
  /** The smallest prediction of the bin; null for the first. */
  from: z.number().nullable(),
  /** Added to the prediction: the interval's ends. On the scale of ln(1 + y) for a `log` scale. */
  low: z.number(),
  high: z.number(),
});
export type Bin = z.infer<typeof bin>;

/** Conformal intervals of numbers. */
export const intervals = z.object({
  kind: z.literal('intervals'),
  level: z.number(),
  /** `log`: errors are those of ln(1 + y). `relative`: of forecasts, in units of each row's own scale. */
  scale: z.enum(['given', 'log', 'relative']),
  /** One a target column. More than one bin where errors differ with the prediction. */
  columns: z.array(z.array(bin).min(1)),
  /** Distinct rows that it was fitted on. */
  rows: z.int(),
});
export type Intervals = z.infer<typeof intervals>;

/** Conformal sets of classes. */
export const sets = z.object({
  kind: z.literal('sets'),
  level: z.number(),
  /** Classes of at least this probability are in the set; the most probable always is. */
  floor: z.number(),
  rows: z.int(),
});
export type Sets = z.infer<typeof sets>;

/** How sure a prediction is: what `intervalAt` and `setAt` read. */
export const certainty = z.discriminatedUnion('kind', [intervals, sets]);
export type Certainty = z.infer<typeof certainty>;
