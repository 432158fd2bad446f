import { z } from 'zod';

export const gateVerdict = z.enum([
  'beats-baseline',
  'no-signal',
  'underpowered',
  /** The columns are related to the target, but in this measure no prediction beats a constant. */
  'measure-blind',
  'non-stationary',
  'leak-suspected',
]);
export type GateVerdict = z.infer<typeof gateVerdict>;

const interval = z.tuple([z.number(), z.number()]);

/** How well the small model does on later rows after training on earlier ones, next to its result on random rows. */
const orderCheck = z.object({
  /** The time column; null for the rows' place in the file. */
  column: z.string().nullable(),
  /** Scores on later and on random rows; null in runs from before they were kept. */
  orderedScore: z.number().nullable().default(null),
  randomScore: z.number().nullable().default(null),
  /** Gain over guessing, in the measure's unit: on later rows … */
  orderedGain: z.number(),
  orderedCi: interval,
  /** … and on random rows. */
  randomGain: z.number(),
  randomCi: interval,
  /** Whether the score on later rows is worse by more than the 95 % intervals of both; guessing may get worse there too. */
  scoresWorse: z.boolean().default(false),
});
export type OrderCheck = z.infer<typeof orderCheck>;

/** How well the small model does on rows of groups it hasn't seen, next to its result on random rows. */
const groupCheck = z.object({
  /** The column that names the groups, which neither model had as an input. */
  column: z.string(),
  /** Gain over guessing, in the measure's unit: on rows of unseen groups … */
  groupedGain: z.number(),
  groupedCi: interval,
  /** … and on random rows. */
  randomGain: z.number(),
  randomCi: interval,
});
export type GroupCheck = z.infer<typeof groupCheck>;

/** Gain of the small model with both branches over the one with a single branch, in the measure's unit. */
const added = z.object({ gain: z.number(), ci: interval });

/** What images or texts and the columns beside them add to each other. */
const branches = z.object({
  kind: z.enum(['image', 'text']),
  /** The columns of the images or texts, the first of them. */
  front: z.array(z.string()),
  /** How many columns stand beside them. */
  columns: z.int(),
  /** Of the small model: with both branches, and with either alone. */
  scores: z.object({ joint: z.number(), front: z.number(), columns: z.number() }),
  columnsAdd: added,
  frontAdds: added,
  /** The branch without which the model scores better by more than chance; null where both stay. */
  leftOut: z.enum(['front', 'columns']).nullable(),
});
export type Branches = z.infer<typeof branches>;

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

/** A model of the gate: the small network, or the penalised linear one. */
export const gateModel = z.enum(['small', 'linear']);
export type GateModel = z.infer<typeof gateModel>;

/** One of the tests that the gate combines. */
const gateTest = z.object({
  model: gateModel,
  /** One-sided: the probability of a result as good by chance. */
  p: z.number(),
  test: z.string(),
  score: z.number(),
  /** Gain over the baseline in the measure's unit. */
  gain: z.number(),
});
export type GateTest = z.infer<typeof gateTest>;

export const gate = z.object({
  verdict: gateVerdict,
  /** Which model scores best: the following numbers are its own. */
  model: gateModel.default('small'),
  /** Its score over all validation rows. */
  score: z.number(),
  /** The best constant baseline's score over the same rows. */
  baseline: z.object({ name: z.string(), score: z.number() }),
  /** The probability of so good a result by chance, one-sided: the tests combined. */
  p: z.number(),
  /** The statistical test behind `p`. */
  test: z.string(),
  /** The tests behind `p`; empty in runs from before there were several. */
  tests: z.array(gateTest).default([]),
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
  /** The smallest gain these rows would show four times in five, and the smallest worth having; null likewise. */
  power: z
    .object({
      detectable: z.number(),
      worthwhile: z.number(),
      /** Rows, test rows aside, with which the smallest gain worth having would be detectable. */
      rowsNeeded: z.number().nullable(),
    })
    .nullable()
    .default(null),
  order: z.array(orderCheck),
  drift: z.array(drift),
  /** Null where no column seems to name groups. */
  group: groupCheck.nullable().default(null),
  /** Null where images and texts have no columns beside them, and in runs from before it was tried. */
  branches: branches.nullable().default(null),
  /** Other preparations of the inputs that validation rows favoured: see `chooseInputsByTrial`. */
  adopted: z.array(z.enum(['trend', 'categories', 'log', 'lags'])).default([]),
  evidence: z.array(z.string()),
  /** What to change if the run stops here; null if it continues. */
  advice: z.string().nullable(),
});
export type Gate = z.infer<typeof gate>;
