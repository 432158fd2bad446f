import { z } from 'zod';

/** A point of a curve, both between 0 and 1. */
const point = z.tuple([z.number(), z.number()]);

/** The curves of the second of two classes. */
export const curves = z.object({
  /** [false positive rate, true positive rate], from (0, 0) to (1, 1). */
  roc: z.array(point),
  /** [recall, precision], from the strictest threshold to the laxest. */
  precisionRecall: z.array(point),
  /** The share of rows of the second class: the precision of guessing. */
  share: z.number(),
  /**
   * Rows by their probability in tenths, those of few rows joined: the mean probability, the share that is of the second class
   * with its 95 % interval (Wilson's), and how many rows they are.
   */
  calibration: z.array(
    z.object({ predicted: z.number(), observed: z.number(), rows: z.int(), ci: z.tuple([z.number(), z.number()]) }),
  ),
});
export type Curves = z.infer<typeof curves>;

/** One predicted number: predictions against true values. */
export const numberDiagnostics = z.object({
  target: z.string(),
  /** Both axes go from `low` to `high` in so many equal bins. */
  low: z.number(),
  high: z.number(),
  bins: z.int(),
  /** [bin of the truth, bin of the prediction, rows]; empty ones left out. */
  cells: z.array(z.tuple([z.int(), z.int(), z.int()])),
  /** Prediction less truth: rows in bins of equal width from `low` to `high`. */
  residuals: z.object({ low: z.number(), high: z.number(), counts: z.array(z.int()) }),
});
export type NumberDiagnostics = z.infer<typeof numberDiagnostics>;

/** Details of the test beyond one number, small enough to draw on a phone. */
export const diagnostics = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('classes'),
    /** In order; of many classes the most common, with the rest combined as the last one. */
    classes: z.array(z.string()),
    /** How many classes the last one combines; 0 if none. */
    together: z.int(),
    /** [true class][predicted class]: rows. */
    matrix: z.array(z.array(z.int())),
    /** Only for two classes, if both occur. */
    curves: curves.nullable(),
  }),
  z.object({
    kind: z.literal('labels'),
    labels: z.array(
      z.object({
        label: z.string(),
        hits: z.int(),
        falseAlarms: z.int(),
        misses: z.int(),
        /** 95 % interval of the recall (Wilson's); from 0 to 1 where no row has the label. */
        ci: z.tuple([z.number(), z.number()]),
      }),
    ),
    /** Labels that are not listed: the rarest. */
    left: z.int(),
  }),
  z.object({
    kind: z.literal('queries'),
    /** Queries that were scored, and those whose rows are all alike. */
    judged: z.int(),
    alike: z.int(),
    /** How many queries score in each tenth, from 0 to 1. */
    scores: z.array(z.int()),
    /** Mean relevance of the rows at each place, the first 1, beside that of rows in random order; fewer queries have later places. */
    places: z.array(z.object({ place: z.int(), relevance: z.number(), queries: z.int() })),
    random: z.number(),
  }),
  z.object({ kind: z.literal('number'), targets: z.array(numberDiagnostics), left: z.int() }),
]);
export type Diagnostics = z.infer<typeof diagnostics>;
