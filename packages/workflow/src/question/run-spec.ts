import { z } from 'zod';
import { READ_AS } from '@stepwell/data/values';
import { METRIC_NAMES } from '@stepwell/metrics/names';
import { convolution, embedding } from './layers.ts';

/** Effort level: sets the number of rungs, trials and epochs. `single`: one configuration, without gate and search. */
export const effort = z.enum(['single', 'quick', 'standard', 'thorough']);
export type Effort = z.infer<typeof effort>;

export const protocolKind = z.enum(['hold-out', 'k-fold', 'iterated-k-fold']);
export type ProtocolKind = z.infer<typeof protocolKind>;

/** Problem type. */
export const problemType = z.enum([
  'binary',
  'multiclass',
  'ordinal',
  'multilabel',
  'scalar-regression',
  'vector-regression',
  'ranking',
]);
export type ProblemType = z.infer<typeof problemType>;

/** Preparation steps of a column. */
export const preparationChoice = z.enum([
  'z-score',
  'zero-to-one',
  'minus-one-to-one',
  'robust',
  'log',
  'one-hot',
  'hash',
  'frequency',
  'target-rate',
  'multi-hot',
  'sequences',
  'pixels',
]);
export type PreparationChoice = z.infer<typeof preparationChoice>;

/** Losses of the order of rows within a query. */
export const RANKING_LOSSES = ['pairwise-logistic', 'lambdarank', 'listwise-cross-entropy'] as const;
export type RankingLoss = (typeof RANKING_LOSSES)[number];

/** Steps that are forecast at most: a week of hours, and more than two years of weeks. */
export const MOST_STEPS_AHEAD = 168;

const columnName = z.string().min(1).max(1_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in 64 lowercase hexadecimal digits');
const units = z.int().min(1).max(4096);

/** A custom metric as an expression. */
export const customMeasure = z.strictObject({
  expression: z.string().trim().min(1).max(500),
  greaterIsBetter: z.boolean().default(true),
});
export type CustomMeasure = z.infer<typeof customMeasure>;

/** Costs of wrong predictions for two classes; the second class in order is the positive one. */
export const errorCosts = z.strictObject({
  falsePositive: z.number().min(0).max(1e9),
  falseNegative: z.number().min(0).max(1e9),
});
export type ErrorCosts = z.infer<typeof errorCosts>;

/** Model settings by the user; the others are chosen by rules and search. */
export const modelChoices = z.strictObject({
  /** Units of each hidden layer; empty for a linear model. */
  units: z.array(units).max(10).optional(),
  optimizer: z.enum(['rmsprop', 'adam', 'sgd']).optional(),
  learningRate: z.number().positive().max(10).optional(),
  /** Epsilon of RMSprop and Adam, added to the mean square under the root; default 1e-7. Keras up to 2.10 adds it to the root. */
  epsilon: z.number().positive().max(1).optional(),
  batchSize: z.int().min(1).max(8192).optional(),
  /** Epochs of every fit before the final one. */
  epochs: z.int().min(1).max(2_000).optional(),
  /** Epochs of the final fit; by default the best number on validation. */
  finalEpochs: z.int().min(1).max(2_000).optional(),
  dropout: z.number().min(0).max(0.9).optional(),
  l1: z.number().min(0).max(1).optional(),
  l2: z.number().min(0).max(1).optional(),
  /** Fits of the chosen configuration whose mean is tested, where it is dense layers on numbers; 1 for a single one. */
  average: z.int().min(1).max(10).optional(),
  /** Columns beside images or texts: units of a dense layer of their own; 0 to join them as they are. */
  branch: z.int().min(0).max(4096).optional(),
  /** Text: a word embedding instead of multi-hot vectors. */
  embedding: embedding.optional(),
  /** Images: convolutional blocks before the dense layers. */
  convolution: convolution.optional(),
  /** Whether rare classes are sampled as often as common ones in training. */
  classWeight: z.enum(['balanced', 'none']).optional(),
  /** Ordered classes: whether a model learns which levels a row reaches, or plain classes; by validation by default. */
  ordinal: z.enum(['cumulative', 'classes']).optional(),
  /** Activation of the last layer; rejected with the reason if it doesn't match the problem. */
  lastActivation: z.enum(['linear', 'sigmoid', 'softmax']).optional(),
  loss: z
    .enum([
      'binary-crossentropy',
      'categorical-crossentropy',
      'mean-squared-error',
      'mean-absolute-error',
      ...RANKING_LOSSES,
    ])
    .optional(),
});
export type ModelChoices = z.infer<typeof modelChoices>;

/** The user's specification of a run. Never changes once the run exists. */
export const runSpec = z.strictObject({
  /** The dataset's sha256. */
  dataset: sha256,
  /** Dataset with the test rows, if separate. */
  testDataset: sha256.optional(),
  /** Name of the run, usually the file's name. */
  name: z.string().trim().min(1).max(200).optional(),
  /** Target columns. */
  target: z.array(columnName).min(1).max(100),
  /** Problem type; inferred from the target by default. */
  type: problemType.optional(),
  /** The classes of an ordinal problem from the least to the greatest, where their order isn't known by rule. */
  levels: z.array(z.string().min(1).max(1_000)).min(3).max(50).optional(),
  /** How to read columns, where that differs from the rules: see `rereadColumn`. */
  read: z
    .record(
      columnName,
      z.array(z.string().regex(READ_AS, 'how to read a column, such as category or date:day-first')).min(1).max(10),
    )
    .optional(),
  /** Columns to leave out. */
  drop: z.array(columnName).max(1_000).default([]),
  /** Columns to use as inputs even if the audit would leave them out, because they are known in advance. */
  keep: z.array(columnName).max(1_000).default([]),
  measure: z.enum(METRIC_NAMES).optional(),
  /** The expression of the measure `custom`. */
  custom: customMeasure.optional(),
  /** Two classes: costs for choosing the threshold on validation rows. */
  costs: errorCosts.optional(),
  protocol: protocolKind.optional(),
  /** Folds of a k-fold protocol. */
  folds: z.int().min(2).max(20).optional(),
  /** Validation share of a hold-out; default 0.2. */
  validationShare: z.number().min(0.02).max(0.5).optional(),
  /** Number of shuffles of an iterated k-fold protocol. */
  iterations: z.int().min(1).max(10).optional(),
  /** Whether rows are split at random, by the time in a column, or as they stand in the file, the earliest first. */
  order: z.enum(['random', 'time', 'file']).optional(),
  /** Column with the time; by default the first date column. */
  timeColumn: columnName.optional(),
  /** Group column: rows with the same value stay on one side of every split. */
  group: columnName.optional(),
  /** Query column: rows are ranked among those with the same value, by the target as their relevance, and stay together. */
  query: columnName.optional(),
  /** Column that assigns rows to training, validation and test. */
  split: columnName.optional(),
  /** Meaning of the values of that column, if they aren't the usual words. */
  parts: z.record(z.string().min(1).max(200), z.enum(['train', 'validation', 'test', 'none'])).optional(),
  /** Forecast the target's next values, so many steps ahead, from what is known by then. */
  horizon: z.int().min(1).max(MOST_STEPS_AHEAD).optional(),
  /** Forecasts: the column that names the series a row belongs to. */
  series: columnName.optional(),
  /** Forecasts: steps of the seasons, the most important first; 1 for none. By rule from the time step when absent. */
  season: z.array(z.int().min(1).max(10_000)).min(1).max(3).optional(),
  /** Preparation by column, instead of the automatic one. */
  prepare: z.record(columnName, preparationChoice).default({}),
  /** Text: size of the vocabulary, the most common words; default 10,000. */
  words: z.int().min(10).max(50_000).optional(),
  model: modelChoices.default({}),
  /** Random seed of the run. */
  seed: z.int().min(0).max(4_294_967_295).default(0),
  effort: effort.default('standard'),
  /** Continue even if the gate stops the run. */
  ignoreGate: z.boolean().default(false),
  /** The run that this one is a variation of; for information only. */
  from: z
    .string()
    .regex(/^[0-9A-Za-z]{22}$/, 'the id of a run')
    .optional(),
});
export type RunSpec = z.infer<typeof runSpec>;
/** A spec as sent, without defaults. */
export type RunSpecInput = z.input<typeof runSpec>;
