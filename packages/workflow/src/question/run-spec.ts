import { z } from 'zod';
import { metricName } from '@stepwell/metrics/names';
import { convolution, embedding } from './layers.ts';

/** How much a run may spend: how many rungs, trials and epochs. `single`: one configuration, without gate and search. */
export const effort = z.enum(['single', 'quick', 'standard', 'thorough']);
export type Effort = z.infer<typeof effort>;

export const protocolKind = z.enum(['hold-out', 'k-fold', 'iterated-k-fold']);
export type ProtocolKind = z.infer<typeof protocolKind>;

/** What is predicted: one class of two or several, any set of labels, a number, several numbers. */
export const problemType = z.enum(['binary', 'multiclass', 'multilabel', 'scalar-regression', 'vector-regression']);
export type ProblemType = z.infer<typeof problemType>;

/** What can be done to a column before a model sees it. */
export const preparationChoice = z.enum([
  'z-score',
  'zero-to-one',
  'minus-one-to-one',
  'robust',
  'log',
  'one-hot',
  'hash',
  'frequency',
  'multi-hot',
  'sequences',
  'pixels',
]);
export type PreparationChoice = z.infer<typeof preparationChoice>;

const columnName = z.string().min(1).max(1_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in 64 lowercase hexadecimal digits');
const units = z.int().min(1).max(4096);

/** A measure of the person's own, as an expression; see `measure/custom`. */
export const customMeasure = z.strictObject({
  expression: z.string().trim().min(1).max(500),
  greaterIsBetter: z.boolean().default(true),
});
export type CustomMeasure = z.infer<typeof customMeasure>;

/** What a wrong answer costs, of two classes; the second class in order is the positive one. */
export const errorCosts = z.strictObject({
  falsePositive: z.number().min(0).max(1e9),
  falseNegative: z.number().min(0).max(1e9),
});
export type ErrorCosts = z.infer<typeof errorCosts>;

/** What the person settles of the model; what is left out is found by rule and search. */
export const modelChoices = z.strictObject({
  /** Units of each hidden layer; none for a linear model. */
  units: z.array(units).max(10).optional(),
  optimizer: z.enum(['rmsprop', 'adam', 'sgd']).optional(),
  learningRate: z.number().positive().max(10).optional(),
  /** What rmsprop and adam add to the mean square under the root; 1e-7 without it. Keras up to 2.10 adds it to the root. */
  epsilon: z.number().positive().max(1).optional(),
  batchSize: z.int().min(1).max(8192).optional(),
  /** Epochs of every fit that searches. */
  epochs: z.int().min(1).max(2_000).optional(),
  /** Epochs of the last fit; without it, as many as were best on validation. */
  finalEpochs: z.int().min(1).max(2_000).optional(),
  dropout: z.number().min(0).max(0.9).optional(),
  l1: z.number().min(0).max(1).optional(),
  l2: z.number().min(0).max(1).optional(),
  /** Texts: words as learned vectors instead of zeros and ones. */
  embedding: embedding.optional(),
  /** Images: convolutional blocks ahead of the dense layers. */
  convolution: convolution.optional(),
  /** Whether rare classes are drawn as often as common ones while training. */
  classWeight: z.enum(['balanced', 'none']).optional(),
  /** The last layer's activation, where the person insists; a mismatch is refused with the reason. */
  lastActivation: z.enum(['linear', 'sigmoid', 'softmax']).optional(),
  loss: z.enum(['binary-crossentropy', 'categorical-crossentropy', 'mean-squared-error']).optional(),
});
export type ModelChoices = z.infer<typeof modelChoices>;

/** What the person asked for. Never changes once the run exists. */
export const runSpec = z.strictObject({
  /** The dataset's sha256. */
  dataset: sha256,
  /** Another dataset whose rows are the sealed ones. */
  testDataset: sha256.optional(),
  /** What the run is called; the file's name as a rule. */
  name: z.string().trim().min(1).max(200).optional(),
  /** The column to predict, or several. */
  target: z.array(columnName).min(1).max(100),
  /** Overrules what the target's values suggest. */
  type: problemType.optional(),
  /** Columns to leave out. */
  drop: z.array(columnName).max(1_000).default([]),
  /** Columns to take as inputs whatever the audit says of them: they will be known beforehand. */
  keep: z.array(columnName).max(1_000).default([]),
  measure: metricName.optional(),
  /** The expression of the measure `custom`. */
  custom: customMeasure.optional(),
  /** Two classes: the threshold is chosen on validation rows for these. */
  costs: errorCosts.optional(),
  protocol: protocolKind.optional(),
  /** Folds of a k-fold protocol. */
  folds: z.int().min(2).max(20).optional(),
  /** The share of the rows that a hold-out validates on; a fifth without it. */
  validationShare: z.number().min(0.02).max(0.5).optional(),
  /** How often an iterated k-fold protocol deals anew. */
  iterations: z.int().min(1).max(10).optional(),
  /** Whether rows are taken as independent or as following each other in time. */
  order: z.enum(['random', 'time']).optional(),
  /** The column that says when; without it the first one of dates, or else the order of the rows. */
  timeColumn: columnName.optional(),
  /** Rows with the same value here stay on one side of every split. */
  group: columnName.optional(),
  /** The column that says which rows are for training, validation and test. */
  split: columnName.optional(),
  /** What the values of that column mean, where they are none of the usual words. */
  parts: z.record(z.string().min(1).max(200), z.enum(['train', 'validation', 'test', 'none'])).optional(),
  /** What is done to a column, instead of what the rule says. */
  prepare: z.record(columnName, preparationChoice).default({}),
  /** Texts: how many of the commonest words are told apart; 10,000 without it. */
  words: z.int().min(10).max(50_000).optional(),
  model: modelChoices.default({}),
  /** Everything random follows from it. */
  seed: z.int().min(0).max(4_294_967_295).default(0),
  effort: effort.default('standard'),
  /** Go on where the gate says stop. */
  ignoreGate: z.boolean().default(false),
  /** The run that this one was changed from; nothing is computed from it. */
  from: z
    .string()
    .regex(/^[0-9A-Za-z]{22}$/, 'the id of a run')
    .optional(),
});
export type RunSpec = z.infer<typeof runSpec>;
/** A spec as sent, defaults not yet filled in. */
export type RunSpecInput = z.input<typeof runSpec>;
