import { z } from 'zod';

export const gateVerdict = z.enum(['beats-baseline', 'no-signal', 'underpowered', 'non-stationary', 'leak-suspected']);
export type GateVerdict = z.infer<typeof gateVerdict>;

const interval = z.tuple([z.number(), z.number()]);

/** How well the small model does on later rows after training on earlier ones, next to its result on random rows. */
const orderCheck = z.object({
  /** The time column; null for the rows' place in the file. */
  column: z.string().nullable(),
  /** Gain over guessing, in the measure's unit: on later rows … */
  orderedGain: z.number(),
  orderedCi: interval,
  /** … and on random rows. */
  randomGain: z.number(),
  randomCi: interval,
});
export type OrderCheck = z.infer<typeof orderCheck>;

/** Whether earlier and later rows can be told apart, and by which columns. */
const drift = z.object({
  column: z.string().nullable(),
  /** ROC AUC of a small model that tells the later half from the earlier one; 0.5 if it can't. */
  auc: z.number(),
  ci: interval,
  /** Columns whose earlier and later values differ, the most different first. */
  columns: z.array(z.object({ column: z.string(), distance: z.number() })),
});
export type Drift = z.infer<typeof drift>;

export const gate = z.object({
  verdict: gateVerdict,
  /** The small model's score over all validation rows. */
  score: z.number(),
  /** The best constant baseline's score over the same rows. */
  baseline: z.object({ name: z.string(), score: z.number() }),
  /** The probability of so large a gain by chance, one-sided. */
  p: z.number(),
  /** The statistical test behind `p`. */
  test: z.string(),
  /** 95 % interval of the gain: how much better than the baseline, in the measure's unit. */
  ci: interval,
  gain: z.number(),
  /** Score of the same model trained on shuffled targets; null if it wasn't tried or isn't defined. */
  shuffled: z.number().nullable(),
  /** Score of a model without hidden layers; null likewise. */
  linear: z.number().nullable(),
  /** Score by training rows, all of them last, and the gain of the last doubling. Null if there are too few rows. */
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
  /** What to change if the run stops here; null if it continues. */
  advice: z.string().nullable(),
});
export type Gate = z.infer<typeof gate>;
