import { z } from 'zod';
import type { RowSet } from '../rows/index.ts';
import { preparationChoice } from '../../question/index.ts';

/** Preparation steps of a column, in order. */
export const preparationStep = z.enum([
  ...preparationChoice.options,
  'zero-one',
  'date-parts',
  'date-cycles',
  'mark-missing',
]);
export type PreparationStep = z.infer<typeof preparationStep>;
export const columnPreparation = z.object({ column: z.string(), steps: z.array(preparationStep) });
export type ColumnPreparation = z.infer<typeof columnPreparation>;

/** Scaling steps of a number. */
export const numberStep = preparationStep.extract(['z-score', 'zero-to-one', 'minus-one-to-one', 'robust', 'log']);
export type NumberStep = z.infer<typeof numberStep>;

/** Fitted scaling: `((log(x) or x) / scale - center) / spread`. */
export const scaling = z.object({
  /** Whether x is replaced by the logarithm of 1 + x - shift first. */
  log: z.object({ shift: z.number() }).nullable(),
  /** 1 but for numbers so large or small that their squares leave float64. */
  scale: z.number(),
  center: z.number(),
  /** 1 where the training rows are all alike. */
  spread: z.number(),
  /** Results are clipped to this absolute value. */
  limit: z.number(),
});
export type Scaling = z.infer<typeof scaling>;

/** A part of the range of a scaled number; the number's share of it is an input. */
export const piece = z
  .object({
    from: z.number(),
    to: z.number(),
    /** Replacement of missing values: the training rows' mean share. */
    fill: z.number(),
  })
  .refine(({ from, to }) => from < to, 'a piece must end above where it begins');
export type Piece = z.infer<typeof piece>;

export const datePart = z.enum(['month-of-year', 'day-of-week', 'hour-of-day']);
export type DatePart = z.infer<typeof datePart>;

const column = z.string();
/** Whether an indicator column marks missing values. */
const markMissing = z.boolean();

/** How one column was fitted. */
export const fittedColumn = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    column,
    step: numberStep,
    scaling,
    /** Replacement of missing values: the training rows' mean, or their median if robust. */
    fill: z.number(),
    /** Inputs beside the scaled number, one a piece; absent where there are none. */
    pieces: z.array(piece).optional(),
    markMissing,
  }),
  z.object({
    kind: z.literal('one-hot'),
    column,
    categories: z.array(z.string()),
    /** Whether rare categories share one column. */
    others: z.boolean(),
    markMissing,
  }),
  z.object({ kind: z.literal('hash'), column, buckets: z.int(), markMissing }),
  z.object({
    kind: z.literal('frequency'),
    column,
    categories: z.array(z.string()),
    /** The share of the training rows that each has. */
    shares: z.array(z.number()),
    scaling,
    markMissing,
  }),
  z.object({ kind: z.literal('zero-one'), column, markMissing }),
  z.object({
    kind: z.literal('date-parts'),
    column,
    /** Of the days since 1970; null where they are left out. */
    trend: scaling.nullable(),
    /** The parts that differ among the training rows; a sine and a cosine each. */
    parts: z.array(datePart),
    markMissing,
  }),
]);
export type FittedColumn = z.infer<typeof fittedColumn>;
export type FittedNumber = Extract<FittedColumn, { kind: 'number' }>;

/** An input made of two columns, or of one twice. */
export const fittedFeature = z.object({
  /** A square or product of prepared numbers; a ratio of the numbers as they are. */
  kind: z.enum(['square', 'product', 'ratio']),
  left: z.string(),
  right: z.string(),
  /** Of a ratio: the training rows' divisor nearest to 0, which stands for divisors nearer. 0 for others. */
  nearest: z.number(),
  scaling,
});
export type FittedFeature = z.infer<typeof fittedFeature>;

/** A preparation as plain data, but for the rows that it was fitted on. */
export const preparationRecord = z.object({
  columns: z.array(fittedColumn),
  /** Squares, products and ratios; null where there are none. */
  features: z.array(fittedFeature).nullable(),
  /** Numbers of a prepared row: what the columns and features come to, words and pixels aside. */
  width: z.int(),
  /** The texts, read one behind the other; null where there are none. */
  text: z
    .object({
      columns: z.array(column),
      /** Most common first. */
      words: z.array(z.string()),
      form: z.enum(['multi-hot', 'sequences']),
    })
    .nullable(),
  /** The images; null where there are none. */
  image: z.object({ column, scale: z.number() }).nullable(),
  /** Numbers' means and standard deviations over the same rows, or their lower ends and ranges; null for others. */
  target: z
    .object({
      mean: z.array(z.number()),
      sd: z.array(z.number()),
      /** Where means and deviations are those of ln(1 + y): the largest y, of which predictions are at most twice. */
      log: z.object({ most: z.array(z.number()) }).optional(),
    })
    .nullable(),
  /** How many levels ordered classes have, where a model learns which of them a row reaches; absent otherwise. */
  levels: z.int().min(3).optional(),
});

/** A fitted preparation, with the rows it was fitted on, which can't be used for evaluation. */
export type FittedPreparation = z.infer<typeof preparationRecord> & { fittedOn: RowSet };
export type FittedFeatures = NonNullable<FittedPreparation['features']>;
