import { METRIC_NAMES } from '@stepwell/metrics/names';
import { effort, modelChoices, problemType, protocolKind, runSpec } from '@stepwell/workflow/question';
import type { Given, Options } from './command/command.ts';

const model = modelChoices.shape;
const URL_OPTION = {
  type: 'string',
  value: 'URL',
  help: 'Use this Stepwell service (default: start one on this machine)',
} as const;
const TOKEN_OPTION = {
  type: 'string',
  value: 'TOKEN',
  help: "Set the service's upload token (default: STEPWELL_TOKEN)",
} as const;

/** Options of commands that use a service, or start one. */
export const SERVICE_OPTIONS = { url: URL_OPTION, token: TOKEN_OPTION } as const satisfies Options;

/** The option for who is to be told of a run's end. */
export const WEBHOOK_OPTION = {
  type: 'string',
  value: 'URL',
  help: 'Have the service send a signed POST to this https address when the run has ended',
} as const satisfies Options[string];

/** The option for a report as JSON. */
export const JSON_OPTION = {
  type: 'string',
  value: 'FILE',
  help: 'Write the report as JSON (stepwell.report/2); - writes only that to the standard output',
} as const;

/** Options for how a file is read. */
export const READING_OPTIONS = {
  header: {
    type: 'string',
    value: 'none|LINE',
    help: "Number the columns of a file without a header, or name the header's line",
  },
  delimiter: { type: 'string', value: 'C', help: 'Set the delimiter: one character, tab or space' },
  decimal: { type: 'string', value: '.|,', help: 'Set the decimal mark' },
  missing: {
    type: 'string',
    value: 'WORD[,WORD…]',
    help: 'Count more words as missing, in every column',
  },
  encoding: { type: 'string', value: 'NAME', help: 'Set the encoding: windows-1252, utf-16le …' },
  comment: { type: 'string', value: 'TEXT', help: 'Set how comment lines begin' },
  sheet: { type: 'string', value: 'NAME', help: 'Choose the sheet of a workbook' },
  misfits: {
    type: 'string',
    value: 'skip',
    help: 'Leave out all rows with another number of cells, however many',
  },
  resize: {
    type: 'string',
    value: '64x64',
    help: 'Scale images to one width and height, without keeping proportions',
  },
} as const satisfies Options;

/** Options for which rows are read. */
export const ROWS_OPTIONS = {
  test: {
    type: 'string',
    value: 'FILE',
    help: 'Read the test rows from a separate file; they stay sealed until the last stage',
  },
  sample: { type: 'string', value: 'SHARE', help: 'Use a random share of the rows, such as 0.1' },
} as const satisfies Options;

/** The options of `stepwell run`. */
export const RUN_OPTIONS = {
  target: {
    heading: 'Data',
    type: 'string',
    multiple: true,
    value: 'COL[,COL…]',
    help: 'The column or columns to predict (required)',
  },
  type: {
    type: 'string',
    value: 'TYPE',
    choices: problemType.options,
    help: 'Set the type of the problem (default: chosen from the target)',
  },
  levels: {
    type: 'string',
    value: 'A,B,C',
    help: 'Give the order of the classes of an ordinal problem, the least first (default: by their names)',
  },
  from: {
    type: 'string',
    value: 'URL',
    help: 'Fetch the file from a URL instead, and upload it from this machine',
  },
  ...ROWS_OPTIONS,
  drop: { type: 'string', multiple: true, value: 'COL[,COL…]', help: 'Leave columns out' },
  keep: {
    type: 'string',
    multiple: true,
    value: 'COL[,COL…]',
    help: "Keep columns that would be left out automatically (you'll know them in advance)",
  },
  read: {
    heading: 'Reading, where the rules are to be overruled',
    type: 'string',
    multiple: true,
    value: 'COL=HOW',
    help: 'category, number, date, text, number:decimal-comma, number:decimal-point, date:day-first, date:month-first, date:seconds, date:milliseconds, date:yyyymmdd, category:exact (keep spellings apart), missing:WORD',
  },
  ...READING_OPTIONS,
  measure: {
    heading: 'Evaluation',
    type: 'string',
    value: 'NAME',
    choices: METRIC_NAMES.filter((name) => name !== 'custom'),
    help: 'Set the metric (default: chosen from the target)',
  },
  expression: { type: 'string', value: '"tp / (tp + fp)"', help: 'Define your own metric' },
  'lower-is-better': { type: 'boolean', help: 'With --expression: lower is better' },
  costs: {
    type: 'string',
    value: 'FP:FN',
    help: 'Choose the threshold that minimizes the cost of false positives and negatives, such as 1:5',
  },
  protocol: {
    type: 'string',
    value: 'PROTOCOL',
    choices: protocolKind.options,
    help: 'Set the evaluation protocol (default: chosen from the number of rows)',
  },
  folds: { type: 'string', value: 'K', help: 'Set the folds of a k-fold protocol' },
  iterations: { type: 'string', value: 'N', help: 'Set the shuffles of an iterated k-fold protocol' },
  'validation-share': {
    type: 'string',
    value: 'SHARE',
    help: 'Set the validation share of a hold-out (default: 0.2)',
  },
  order: {
    type: 'string',
    value: 'ORDER',
    choices: runSpec.shape.order.unwrap().options,
    help: 'Split rows at random, by time, or as the file has them, the earliest first',
  },
  'time-column': {
    type: 'string',
    value: 'COL',
    help: 'Set the column with the time (default: the first with dates)',
  },
  horizon: {
    type: 'string',
    value: 'STEPS',
    help: "Forecast the target's next values from what is known by then: so many steps ahead",
  },
  series: { type: 'string', value: 'COL', help: 'With --horizon: the column that tells several series apart' },
  season: {
    type: 'string',
    value: 'STEPS[,STEPS]',
    help: 'With --horizon: set the seasons, the most important first; 1 for none (default: found in the data)',
  },
  group: {
    type: 'string',
    value: 'COL',
    help: 'Keep rows with the same value on the same side of each split',
  },
  query: {
    type: 'string',
    value: 'COL',
    help: 'Rank rows among those with the same value of this column, by the target as their relevance',
  },
  split: {
    type: 'string',
    value: 'COL',
    help: 'Read the split from a column with the values train, validation (or val) and test',
  },
  part: {
    type: 'string',
    multiple: true,
    value: 'VALUE=PART',
    help: 'Map another value of that column to train, validation, test or none',
  },
  prepare: {
    heading: 'Preparation and model',
    type: 'string',
    multiple: true,
    value: 'COL=HOW',
    help: 'z-score, zero-to-one, minus-one-to-one, robust, log, one-hot, hash, frequency, target-rate, multi-hot, sequences (text) or pixels (images)',
  },
  words: {
    type: 'string',
    value: 'N',
    help: 'Limit the vocabulary of text columns to the N most common words (default: 10000)',
  },
  units: { type: 'string', value: '64-64', help: "Set the dense layers' units; 0 for a linear model" },
  embedding: {
    type: 'string',
    value: '16[:POOLING[:WORDS]]',
    help: 'Add a word embedding, pooled by average or flatten',
  },
  convolution: {
    type: 'string',
    value: '32-64-64',
    help: 'Add convolutions, or separable ones: separable:32-64',
  },
  average: {
    type: 'string',
    value: 'N',
    help: 'Test the mean of N fits of the chosen configuration; 1 for a single one',
  },
  branch: {
    type: 'string',
    value: 'N',
    help: 'Give columns beside images or text a layer of N units of their own; 0 to join them as they are',
  },
  'batch-normalization': { type: 'boolean', help: 'With --convolution: normalize each batch' },
  dropout: { type: 'string', value: 'RATE', help: 'Set the dropout rate' },
  l1: { type: 'string', value: 'RATE', help: 'Set the L1 regularization' },
  l2: { type: 'string', value: 'RATE', help: 'Set the L2 regularization' },
  'last-activation': {
    type: 'string',
    value: 'NAME',
    choices: model.lastActivation.unwrap().options,
    help: "Set the last layer's activation",
  },
  loss: { type: 'string', value: 'NAME', choices: model.loss.unwrap().options, help: 'Set the loss function' },
  optimizer: {
    type: 'string',
    value: 'NAME',
    choices: model.optimizer.unwrap().options,
    help: 'Set the optimizer',
  },
  'learning-rate': { type: 'string', value: 'RATE', help: 'Set the learning rate' },
  'batch-size': { type: 'string', value: 'N', help: 'Set the batch size' },
  epochs: { type: 'string', value: 'N', help: 'Set the epochs of every fit before the final one' },
  'class-weight': {
    type: 'string',
    value: 'HOW',
    choices: model.classWeight.unwrap().options,
    help: 'Set the class weights',
  },
  ordinal: {
    type: 'string',
    value: 'HOW',
    choices: model.ordinal.unwrap().options,
    help: 'Learn which levels a row reaches, or plain classes (default: by validation)',
  },
  'final-epochs': { type: 'string', value: 'N', help: 'Set the epochs of the final fit' },
  effort: {
    heading: 'Run',
    type: 'string',
    value: 'LEVEL',
    choices: effort.options,
    help: 'Set the effort (default: standard); single trains one configuration, without the gate or a search',
  },
  seed: { type: 'string', value: 'N', help: 'Set the random seed (default: 0)' },
  'ignore-gate': { type: 'boolean', help: 'Continue even if the gate stops the run' },
  background: {
    type: 'boolean',
    help: 'Let the service finish the run, so you can close the terminal; a run on this machine pauses with this command and resumes under "stepwell serve"',
  },
  webhook: WEBHOOK_OPTION,
  ...SERVICE_OPTIONS,
  'step-minibatches': {
    type: 'string',
    value: 'N',
    help: "Limit the minibatches of each step (default: the service's limit)",
  },
  json: { ...JSON_OPTION, heading: 'Output' },
  markdown: { type: 'string', value: 'FILE', help: 'Write the report as Markdown' },
  predictions: { type: 'string', value: 'FILE.csv', help: 'Write a prediction for each test row' },
  'key-file': {
    type: 'string',
    value: 'FILE',
    help: "Write the run's edit key to a new file that only you can read, instead of printing it",
  },
} as const satisfies Options;

/** The options of `stepwell run` as they are given. */
export type RunValues = Partial<Given<typeof RUN_OPTIONS>['values']>;
