import { z } from 'zod';

const interval = z.tuple([z.number(), z.number()]);

/** How much worse validation rows are predicted when a column's cells are shuffled among them. */
export const importance = z.object({
  /** The column, or those that are shuffled together. */
  columns: z.array(z.string()).min(1),
  /** How much the loss rises, and the 95 % interval of that over rows. */
  rise: z.number(),
  ci: interval,
  /** The probability of such a rise by chance, times the columns that were shuffled (Holm). */
  p: z.number(),
  /** Whether that is below 5 %: otherwise the column can't be told from one that says nothing. */
  isClear: z.boolean(),
  /** The run's measure on the shuffled rows; null where it isn't defined on them. */
  score: z.number().nullable(),
});
export type Importance = z.infer<typeof importance>;

/** Rows of one kind on which the model errs more, or less, than on the others. */
export const slice = z.object({
  column: z.string(),
  /** Which rows: a category, a range, or missing ones. */
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('category'), name: z.string() }),
    /** Numbers, or dates in milliseconds since 1970, from `low` to `high`. */
    z.object({ kind: z.literal('range'), low: z.number(), high: z.number(), isDate: z.boolean() }),
    z.object({ kind: z.literal('missing') }),
  ]),
  rows: z.int(),
  /** Mean error of these rows, and of the others. */
  error: z.number(),
  others: z.number(),
  /** 95 % interval of the difference. */
  ci: interval,
  /** The probability of so large a difference by chance, times the slices looked at (Holm). */
  p: z.number(),
});
export type Slice = z.infer<typeof slice>;

/** What matters to a model and where it errs, small enough for the run's state and its report. */
export const explanation = z.object({
  /** The loss of a row: what importance is told in. `query`: 1 less the score of a query. */
  loss: z.enum(['mae', 'mape', 'mse', 'rmse', 'log-loss', 'query']),
  /** The loss and the run's measure without shuffling, on the rows looked at. */
  base: z.object({ loss: z.number(), score: z.number().nullable(), rows: z.int() }),
  /** The largest rise first; empty where there are too many columns for the rows, and of images. */
  importance: z.array(importance),
  /** Columns that go together are shuffled together, too: alone each may seem to say little. */
  groups: z.array(importance),
  /** What an error of a slice is. */
  error: z.enum(['mae', 'mape', 'mse', 'wrong']),
  slices: z.array(slice),
  /** How many slices were looked at, most of which aren't listed. */
  looked: z.int(),
});
export type Explanation = z.infer<typeof explanation>;

/** How predictions change with one column, the others as they are. */
export const dependence = z.object({
  column: z.string(),
  /** Points: numbers, dates in milliseconds since 1970, or categories. */
  kind: z.enum(['number', 'date', 'category']),
  at: z.array(z.union([z.number(), z.string()])),
  /** What is predicted: a target's number, or a class's or label's probability. */
  names: z.array(z.string()),
  /** [names][points]: mean over rows. */
  mean: z.array(z.array(z.number())),
  /** [rows][points]: some rows by themselves, of `line`. */
  lines: z.array(z.array(z.number())),
  /** The name that lines are of. */
  line: z.string(),
});
export type Dependence = z.infer<typeof dependence>;

/** A row that was predicted badly. */
export const miss = z.object({
  /** 1 for the first row after the header. */
  row: z.int(),
  loss: z.number(),
  /** As labels, or numbers. */
  truth: z.array(z.union([z.string(), z.number()])),
  predicted: z.array(z.union([z.string(), z.number()])),
  /** The cells of the most important columns; null for a missing one, a text or an image. */
  cells: z.array(z.object({ column: z.string(), value: z.string().nullable() })),
});
export type Miss = z.infer<typeof miss>;

/** What a word does to predictions: the mean change when it is taken out, sign reversed. */
export const wordEffect = z.object({
  word: z.string(),
  /** Rows it was taken out of. */
  rows: z.int(),
  /** The target, class or label that it changes most. */
  name: z.string(),
  effect: z.number(),
  ci: interval,
});
export type WordEffect = z.infer<typeof wordEffect>;

/** How much the probability of the true class, or the number's precision, falls where a part of the image is hidden. */
export const occlusion = z.object({
  /** Images looked at. */
  images: z.int(),
  /** [rows][columns] of the grid. */
  map: z.array(z.array(z.number())),
});
export type Occlusion = z.infer<typeof occlusion>;

/** What is too large for the state, and misses, which hold cells of rows. */
export const explanationDetails = z.object({
  schema: z.literal('stepwell.explanation/1'),
  dependence: z.array(dependence),
  words: z.array(wordEffect),
  /** All classes, and each by itself; empty where the inputs are no images. */
  occlusion: z.array(z.object({ name: z.string().nullable() }).extend(occlusion.shape)),
  misses: z.array(miss),
});
export type ExplanationDetails = z.infer<typeof explanationDetails>;
