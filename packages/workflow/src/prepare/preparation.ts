import { z } from 'zod';
import type { RowSet } from '../rows/index.ts';

/** What is done to a column, in order. */
export const preparationStep = z.enum(['z-score', 'one-hot', 'zero-one', 'mark-missing']);
export const columnPreparation = z.object({ column: z.string(), steps: z.array(preparationStep) });
export type ColumnPreparation = z.infer<typeof columnPreparation>;

/** How one column was fitted. */
export const fittedColumn = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('z-score'),
    column: z.string(),
    /** Values are divided by `scale` first; 1 but for numbers so large that their squares overflow. */
    scale: z.number(),
    mean: z.number(),
    /** 1 where the training rows are all alike. */
    sd: z.number(),
    markMissing: z.boolean(),
  }),
  z.object({
    kind: z.literal('one-hot'),
    column: z.string(),
    categories: z.array(z.string()),
    /** Whether rarer categories share a column of their own. */
    others: z.boolean(),
    markMissing: z.boolean(),
  }),
  z.object({ kind: z.literal('zero-one'), column: z.string(), markMissing: z.boolean() }),
]);
export type FittedColumn = z.infer<typeof fittedColumn>;

/** A preparation fitted on some rows; it knows which, and refuses to be judged on them. */
export interface FittedPreparation {
  columns: FittedColumn[];
  /** Width of a prepared row. */
  width: number;
  /** A number's mean and standard deviation over the same rows; null for classes. */
  target: { mean: number; sd: number } | null;
  fittedOn: RowSet;
}
