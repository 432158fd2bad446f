import { formatCount } from '@stepwell/base/format';
import type { Effort } from '@stepwell/workflow/question';

/** The efforts on offer: `single` needs a fixed model, which this page has no fields for. */
export type OfferedEffort = Exclude<Effort, 'single'>;

const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** Text for the home page and the setup form. */
export const homeText = {
  name: 'Stepwell',
  what: 'Give it a table, text or images, and say what to predict. It finds out whether that works, and how confident you can be.',
  description:
    'Runs the whole machine-learning workflow on your data and ends with an honest verdict at a link you can share.',
  sample: {
    title: 'What you get: a verdict like this one, from the cars example',
  },
  carry: {
    title: 'Move your runs to another device',
    what: 'The file holds the list of your runs and their edit keys. Whoever has it can change and delete these runs, so send it to nobody else.',
    save: 'Save runs and keys',
    load: 'Load a file of runs',
    one: 'For a single run, choose "More" and then "Open on another device".',
    notOne: "This isn't a file of runs saved here. Nothing was changed.",
    added: (count: number) =>
      count === 0
        ? "It has no run that isn't here already."
        : count === 1
          ? 'One run was added.'
          : `${count} runs were added.`,
  },
  examples: {
    title: 'Try an example',
    rows: (rows: number, name: string) => `${name}, ${rows} rows`,
    credits: 'Data sources',
    credit: (name: string, source: string, license: string) => `${name}: ${source}, ${license}`,
  },
  setup: {
    title: (name: string) => `What do you want to predict in ${name}?`,
    size: (rows: number, columns: number) => `${formatCount(rows, 'row')}, ${formatCount(columns, 'column')}`,
    target: 'Column to predict',
    effort: 'Effort',
    more: 'More settings',
    seed: 'Seed',
    seedHint: 'The same seed gives the same weights, bit for bit.',
    drop: 'Exclude columns',
    dropHint: "Exclude anything you won't know at prediction time.",
    start: 'Start',
    starting: 'Starting…',
    needTarget: 'Choose the column to predict.',
    other: 'Use another file',
    sealed: (rows: number) => `The file includes ${formatCount(rows, 'test row')}, sealed until the last stage.`,
    missing: (missing: number) => `${missing} missing`,
    inputOnly: 'input only',
    unique: uniqueValues,
    kinds: {
      numeric: 'number',
      categorical: 'category',
      boolean: 'yes/no',
      date: 'date',
      text: 'text',
      image: 'image',
    },
    mode: 'Mode',
    modes: {
      auto: { name: 'Automatic', what: 'Runs straight to the verdict.' },
      guided: { name: 'Guided', what: 'Pauses after each stage for review.' },
    },
    preview: {
      title: 'Preview',
      first: 'Choose a column to see what kind of problem it is and how the model will be evaluated.',
      asking: 'Checking the columns…',
      problem: 'Problem:',
      measure: 'Measure:',
      evaluation: 'Evaluation:',
      time: 'Time:',
      types: {
        binary: 'binary classification (one of two classes)',
        multiclass: 'multiclass classification (one of several classes)',
        ordinal: 'ordinal classification (one of several levels)',
        multilabel: 'multilabel classification (any of several labels)',
        'scalar-regression': 'regression (predict a number)',
        'vector-regression': 'regression (predict several numbers)',
        ranking: 'ranking (order the rows of each query)',
      },
      ordinal: 'The classes have an order: learn it',
      ordinalHint:
        'For grades, stars and levels, where it matters how far off a prediction is. Not for digits or codes.',
      protocol: (kind: string, k: number | null, iterations: number, test: number) =>
        `${protocolWords(kind, k, iterations)}; ${test} test rows stay sealed until the end`,
      work: (fits: number, steps: number) =>
        `Up to ${formatCount(fits, 'fit')} in about ${formatCount(steps, 'step')}. The time is estimated from runs on a local machine; a slow connection adds to it.`,
    },
    time: 'Are the rows in time order?',
    timeWhy:
      "If the model will predict the future, test it on later rows than it was trained on. If you don't answer, the split is random, and a check reports how it would do on later rows.",
    timeNo: 'No, use a random split',
    timeBy: (column: string) => `Yes, by ${column}`,
    timeRows: 'Yes, in file order',
    measure: 'Measure of success',
    automatic: 'automatic',
    expression: 'Custom measure',
    expressionHint:
      'An expression in tp, fp, tn, fn, or in prediction and target: (tp + tn) / n, or -mean(abs(error)). Higher is better.',
    group: 'Group rows by',
    noGroup: 'no groups',
    groupHint: 'Rows with the same value stay on the same side of a split: all rows of one patient, or of one store.',
    query: 'Rank rows within',
    noQuery: 'nothing, predict each row by itself',
    queryHint:
      'For search results and recommendations: the model orders the rows of each query, or each customer, by the column to predict as their relevance.',
    also: 'Also predict',
    alsoHint: 'For several numbers at once, or several labels of 0 and 1.',
    split: 'Column that defines the train, validation and test split',
    noSplit: 'none, split automatically',
    splitBy: (column: string, values: readonly string[]) => `${column} (${values.join(', ')})`,
    splitHint: 'Rows marked test stay sealed until the end.',
    words: 'Vocabulary size',
    wordsHint: 'How many of the most common words to use. The default is 10,000.',
    keep: 'Always keep columns',
    keepHint: "Columns you'll know at prediction time, even if they look too good to be true.",
    goOn: 'Continue even if the gate says stop. What follows may be chance.',
    elsewhere:
      'To set error costs, column preparation, the number of folds or the model itself, use the command line (stepwell --help) or the API.',
  },
  efforts: {
    quick: { name: 'Quick', what: 'A first answer.' },
    standard: { name: 'Standard', what: 'Larger models, more trials.' },
    thorough: { name: 'Thorough', what: 'The longest search.' },
  } satisfies Record<OfferedEffort, { name: string; what: string }>,
  token: {
    label: 'This service needs a token',
    hint: "Ask whoever runs the service. The token stays in this browser and is sent when you upload a file or start a run. You don't need it to view runs.",
    use: 'Use token',
  },
  yourRuns: {
    title: 'Your runs',
    none: 'Runs you start are listed here, in this browser only.',
    day: (at: number) => DAY.format(at),
    lost: 'Unavailable',
    gone: 'Not found',
    pinned: 'Pinned',
    pin: 'Pin',
    unpin: 'Unpin',
    rename: 'Rename',
    renameLabel: (name: string) => `New name for ${name}`,
    save: 'Save',
    handOver: 'Open on another device',
    handOverWhat:
      'Scan this code there, or open the link. It holds the edit key: whoever has it can change and delete this run.',
    handOverCode: 'QR code of the link with the edit key.',
    handOverLink: 'Link with the edit key',
    handOverClose: 'Close',
    remove: 'Remove from list',
    sure: "This also deletes the run's edit key, so you can't continue it from here. The link keeps working.",
    really: 'Remove',
    keep: 'Cancel',
    more: 'More',
    moreFor: (name: string) => `More for ${name}`,
    pick: (name: string) => `Compare ${name}`,
    compare: 'Compare',
    comparing: (count: number) => `Compare ${count} runs`,
    pickMore: 'Select two or more runs to compare.',
  },
} as const;

/** "600 unique values". */
export function uniqueValues(count: number): string {
  return count === 1 ? '1 unique value' : `${count} unique values`;
}

/** "hold-out", "4-fold cross-validation". */
function protocolWords(kind: string, k: number | null, iterations: number): string {
  if (k === null) return 'hold-out validation';
  const folds = `${k}-fold cross-validation`;
  return kind === 'k-fold' ? folds : `${folds}, repeated ${iterations} times`;
}
