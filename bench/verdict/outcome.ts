import { z } from 'zod';

/** What came of a run, as `run-set.ts` prints it. */
export const outcome = z.object({
  seconds: z.number(),
  epochs: z.number(),
  rungs: z.number(),
  candidates: z.number(),
  test: z.object({ metric: z.string(), value: z.number(), ci: z.tuple([z.number(), z.number()]) }).nullable(),
  asked: z.object({
    target: z.array(z.string()),
    type: z.string(),
    drop: z.array(z.string()),
    measure: z.string(),
    folds: z.int().nullable(),
    iterations: z.int(),
    epochs: z.int(),
    sealed: z.array(z.int()),
  }),
});
export type Outcome = z.infer<typeof outcome>;
