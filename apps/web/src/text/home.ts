import type { Effort } from '@stepwell/workflow/spec';

/** What may be chosen: one configuration alone needs settled layers, which the page does not offer. */
export type OfferedEffort = Exclude<Effort, 'single'>;

/** The words of the home page. */
export const homeText = {
  name: 'Stepwell',
  what: 'Give it a table, texts or images, and what to predict: it finds out whether that can be predicted, and how surely.',
  description: 'Runs the whole workflow of machine learning on your data and ends with an honest verdict, as a link.',
  tryOne: {
    title: 'Try one',
    rows: (rows: number, name: string, slow: boolean) => `${name}, ${rows} rows${slow ? ', takes minutes' : ''}`,
    loading: 'Reading the shipped sets…',
    missing: 'The shipped sets could not be read. Bring your own file, or reload the page.',
    credits: 'Where they come from',
    credit: (name: string, source: string, licence: string) => `${name}: ${source}, ${licence}`,
  },
  setup: {
    title: (name: string) => `What should be predicted in ${name}?`,
    size: (rows: number, columns: number) => `${rows} rows, ${columns} columns`,
    target: 'What to predict',
    effort: 'Effort',
    more: 'More settings',
    seed: 'Seed',
    seedHint: 'The same seed gives the same weights, bit for bit.',
    drop: 'Leave out columns',
    dropHint: 'Leave out what would not be known beforehand.',
    start: 'Start',
    starting: 'Starting…',
    needTarget: 'Tap the column to predict.',
    other: 'Take another file',
    sealed: (rows: number) => `${rows} test rows come with the file and stay sealed.`,
    missing: (missing: number) => (missing === 0 ? 'none missing' : `${missing} missing`),
    learnedFrom: 'learned from',
    distinct: (distinct: number) => `${distinct} different`,
    kinds: {
      numeric: 'number',
      categorical: 'names',
      boolean: 'yes or no',
      date: 'date',
      text: 'texts',
      image: 'images',
    },
    time: 'Do the rows follow each other in time?',
    timeWhy:
      'If the model will predict what comes next, it must be judged on later rows than it learned from. If you leave this open, rows are drawn at random, and a check says how it would do on later ones.',
    timeNo: 'No, judge on rows drawn at random',
    timeBy: (column: string) => `Yes, by ${column}`,
    timeRows: 'Yes, in the order of the file',
    measure: 'Measure of success',
    byRule: 'by rule',
    expression: 'Or your own, as an expression',
    expressionHint:
      'Of tp, fp, tn, fn, or of prediction and target: (tp + tn) / n, or -mean(abs(error)). More is better.',
    group: 'Rows that belong together',
    noGroup: 'each by itself',
    groupHint: 'Rows with the same value here stay on one side: all of one patient, of one shop.',
    also: 'Predict these as well',
    alsoHint: 'Several numbers at once, or several labels of 0 and 1.',
    split: 'Which rows are for training, validation and test is said by',
    noSplit: 'none: rows are drawn',
    splitBy: (column: string, values: readonly string[]) => `${column} (${values.join(', ')})`,
    splitHint: 'Rows that say test stay sealed until the end.',
    words: 'Words told apart',
    wordsHint: 'The commonest ones of the texts; 10,000 unless you say otherwise.',
    keep: 'Keep whatever the rules say',
    keepHint: 'Columns that will be known beforehand, though they look too good.',
    goOn: 'Go on even where it would stop: what follows may be luck',
    elsewhere:
      'What errors cost, how a column is prepared, how many folds judge, and the model itself are settled from the command line (stepwell --help) or the API.',
  },
  efforts: {
    quick: { name: 'Quick', what: 'A first answer.' },
    standard: { name: 'Standard', what: 'Larger models, more trials.' },
    thorough: { name: 'Thorough', what: 'The longest search.' },
  } satisfies Record<OfferedEffort, { name: string; what: string }>,
  yourRuns: {
    title: 'Your runs',
    none: 'Runs that you start are listed here, on this browser only.',
    lost: 'not reachable now',
    gone: 'no longer there',
  },
} as const;
