import { formatCount } from '@stepwell/base/format';
import { uniqueValues } from './home.ts';

/** Text for the charts beside the decisions. */
export const figureText = {
  figure: {
    table: 'View data',
    curves: 'ROC, precision and recall, calibration',
    missing: (missing: number) => (missing === 0 ? '' : ` · ${missing} missing`),
    columns: {
      title: 'Columns',
      sentence: (shown: number) => `${shown === 1 ? 'One column' : `${shown} columns`}, without the sealed test rows.`,
      head: ['Column', 'Kind', 'Missing', 'Distribution'],
      bins: (low: string, high: string) => `${low} to ${high}`,
      words: (low: string, high: string) => `${low} to ${high} words`,
      others: (levels: number) => `${levels} ${levels === 1 ? 'other' : 'others'}`,
      many: uniqueValues,
      none: 'no chart',
    },
    target: {
      title: (name: string) => `Target: ${name}`,
      classes: (mostCommon: string, share: string) =>
        `The most common value is ${mostCommon}, in ${share} of the rows.`,
      numbers: (low: string, high: string) => `From ${low} to ${high}.`,
      head: ['Value', 'Rows'],
    },
    split: {
      title: 'Train, validation and test split',
      sentence: (train: number, validation: number, test: number, k: number | null, iterations: number) =>
        `${k === null ? `${train} training and ${validation} validation rows` : `${k} folds, each with ${train} training and ${validation} validation rows${iterations > 1 ? `, repeated ${iterations} times` : ''}`}; ${test === 0 ? 'no test rows' : `${test} test rows stay sealed until the end`}.`,
      head: ['Fold', 'Train', 'Validation', 'Test'],
      train: 'train',
      validation: 'validation',
      test: 'test (sealed)',
      fold: (number: number) => `fold ${number}`,
      inTime: 'Time runs from left to right: validation rows come later.',
    },
    baselines: {
      title: 'Baselines',
      sentence: (best: string, score: string) => `The best guess to beat is ${best}: ${score}.`,
      names: {
        random: 'random',
        prior: 'class frequencies',
        majority: 'most common',
        mean: 'mean',
        median: 'median',
        'last-value': 'last value',
        'random-order': 'random order',
        'file-order': 'file order',
        'one-column': 'best single column',
        drift: 'drift',
        'seasonal-naive': 'seasonal naive',
        linear: 'linear model',
        'shuffled-labels': 'shuffled targets',
      } as Record<string, string>,
    },
    search: {
      title: 'Hyperparameter search',
      sentence: (trials: number, best: string) =>
        `Each line is one of ${trials} trials; the bold one (${best}) was chosen. The last axis is the score, with the best at the top.`,
      head: ['Trial'],
      score: 'score',
      axes: {
        units: 'units',
        layers: 'layers',
        dropout: 'dropout',
        l1: 'L1',
        l2: 'L2',
        learningRate: 'learning rate',
        batchSize: 'batch size',
        optimizer: 'optimizer',
        features: 'derived',
        numbers: 'in pieces',
        loss: 'loss',
        levels: 'levels',
        categories: 'categories',
        branch: 'column layer',
      },
      usual: 'usual',
      yes: 'yes',
      no: 'no',
    },
    importance: {
      title: 'Hyperparameter importance',
      sentence: (name: string, share: string, reach: string) =>
        `On its own, ${name} explains ${share} of the variance of the scores (95\u00a0%: ${reach}). Settings that may be chance are left out.`,
      head: ['Setting', 'Share', '95\u00a0%'],
    },
    confusion: {
      title: 'Confusion matrix',
      sentence: (right: number, rows: number) =>
        `${right} of ${rows} test rows are on the diagonal: predicted correctly.`,
      worst: (truth: string, predicted: string, rows: number) =>
        ` Most common mistake: ${truth} predicted as ${predicted}, ${times(rows)}.`,
      truth: 'true',
      predicted: 'predicted',
      corner: 'true ↓ predicted →',
      scroll: (classes: number) =>
        `${classes} classes. Scroll if they don't all fit; whole names are under "View data".`,
      together: (count: number) => ` The ${count} rarest classes are combined.`,
    },
    roc: {
      title: 'ROC curve',
      sentence: (rate: string) =>
        `At a false positive rate of 10\u00a0%, the true positive rate is ${rate}. The dashed line is guessing.`,
      head: ['False positive rate', 'True positive rate'],
      x: 'false positive rate',
      y: 'true positive rate',
    },
    precision: {
      title: 'Precision and recall',
      sentence: (share: string) => `Guessing has a precision of ${share} at any recall (dashed line).`,
      head: ['Recall', 'Precision'],
      x: 'recall',
      y: 'precision',
    },
    calibration: {
      title: 'Calibration: can you trust its probabilities?',
      sentence: (gap: string) =>
        `Predicted probabilities are off by ${gap} points on average. On the dashed line they are exactly right. Each dot has its number of rows and its 95\u00a0% interval.`,
      head: ['Predicted', 'Observed', '95\u00a0%', 'Rows'],
      x: 'predicted probability',
      y: 'observed frequency',
    },
    scatter: {
      title: (name: string) => `Predicted vs. true: ${name}`,
      sentence: 'Larger dots are more test rows. On the dashed line, the prediction is exactly right.',
      head: ['True', 'Predicted', 'Rows'],
      x: 'true',
      y: 'predicted',
    },
    errors: {
      title: 'Prediction errors',
      sentence: (over: number, under: number) =>
        `${formatCount(over, 'row')} ${over === 1 ? 'was' : 'were'} predicted too high, ${under} too low, the rest about right.`,
      head: ['Error', 'Rows'],
    },
    places: {
      title: 'Relevance by place',
      sentence: (first: string, random: string) =>
        `How relevant the rows are that the model puts at each place, on average over test queries. First place: ${first}. A random order has ${random} at every place (dashed).`,
      head: ['Place', 'Mean relevance', 'Queries'],
    },
    queryScores: {
      title: 'Scores of queries',
      sentence: (judged: number, alike: number) =>
        `Each of the ${formatCount(judged, 'test query', 'test queries')} by its score.${alike === 0 ? '' : ` ${formatCount(alike, 'query', 'queries')} more can't be ranked well or badly, because ${alike === 1 ? 'its rows are' : 'their rows are all'} alike.`}`,
      head: ['Score', 'Queries'],
    },
    labels: {
      title: 'Recall by label',
      sentence: (count: number) =>
        `${formatCount(count, 'label')} on the test rows; the line is the 95\u00a0% interval.`,
      head: ['Label', 'True positives', 'False negatives', 'False positives', 'Recall, 95\u00a0%'],
    },
    vault: {
      title: 'Vault',
      sealed: (rows: number) =>
        `Sealed: ${formatCount(rows, 'test row')}. Nothing looks at ${rows === 1 ? 'it' : 'them'} until the last stage, which opens ${rows === 1 ? 'it' : 'them'} once.`,
      opened: (rows: number, opened: number) =>
        opened === 1
          ? `${rows} test rows stayed sealed until the end and were opened once.`
          : `${rows} test rows have been opened ${times(opened)}. Scores after the first are no longer a fair test.`,
    },
    reading: 'Loading charts…',
    unread: "The charts couldn't be loaded. Reload the page to try again.",
  },
} as const;

/** "once", "3 times". */
function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
