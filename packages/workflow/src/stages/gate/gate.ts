import { z } from 'zod';

export const gateVerdict = z.enum(['beats-baseline', 'no-signal', 'underpowered', 'non-stationary', 'leak-suspected']);
export type GateVerdict = z.infer<typeof gateVerdict>;

const interval = z.tuple([z.number(), z.number()]);

/** How well the small model does on the last rows when it learned from the earlier ones, and beside that on drawn ones. */
const orderCheck = z.object({
  /** The time column; null for the rows' place in the file. */
  column: z.string().nullable(),
  /** Gain over guessing, in the measure's unit: on later rows … */
  orderedGain: z.number(),
  orderedCi: interval,
  /** … and on rows drawn from all of them. */
  randomGain: z.number(),
  randomCi: interval,
});
export type OrderCheck = z.infer<typeof orderCheck>;

/** Whether early rows can be told from late ones, and by what. */
const drift = z.object({
  column: z.string().nullable(),
  /** ROC AUC of a small model that tells the late half from the early one; 0.5 where it can't. */
  auc: z.number(),
  ci: interval,
  /** Columns whose early and late values differ, the most different first. */
  columns: z.array(z.object({ column: z.string(), distance: z.number() })),
});
export type Drift = z.infer<typeof drift>;

export const gate = z.object({
  verdict: gateVerdict,
  /** The small model's score over all validation rows. */
  score: z.number(),
  /** The best constant guess's over the same rows. */
  baseline: z.object({ name: z.string(), score: z.number() }),
  /** How likely so large a gain is by luck, one-sided. */
  p: z.number(),
  /** Which test says so. */
  test: z.string(),
  /** 95 % interval of the gain: how much better than the baseline, in the measure's unit. */
  ci: interval,
  gain: z.number(),
  /** Score of the same model trained on shuffled targets; null where it was not tried or is not defined. */
  shuffled: z.number().nullable(),
  /** Score of a model without hidden layers; null likewise. */
  linear: z.number().nullable(),
  /** Score by training rows, the whole last; and the gain of the last doubling. Null where rows are too few to share out. */
  learningCurve: z
    .object({
      points: z.array(z.object({ rows: z.int(), score: z.number() })),
      lastDoubling: z.object({ gain: z.number(), ci: interval }),
      moreRowsHelp: z.boolean(),
    })
    .nullable(),
  order: z.array(orderCheck),
  drift: z.array(drift),
  evidence: z.array(z.string()),
  /** What to change where the run stops; null where it goes on. */
  advice: z.string().nullable(),
});
export type Gate = z.infer<typeof gate>;
