import { formatCount } from '@stepwell/base/format';

/** Text for what matters to a model, and where it errs. */
export const whyText = {
  why: {
    details: 'Details',
    what: (rows: string) =>
      `From ${rows} validation rows, each predicted by a model that hadn't seen it. The test rows are not used.`,
    loading: 'Loading the curves…',
    losses: {
      query: 'what queries lack to a perfect order',
      mae: 'MAE',
      mape: 'MAPE',
      mse: 'MSE',
      rmse: 'RMSE',
      'log-loss': 'log loss',
    },
    matters: {
      title: 'Columns by what they add',
      sentence: (loss: string, base: string) =>
        `How much the ${loss}, now ${base}, rises when a column is shuffled among the rows. The line is the 95\u00a0% interval.`,
      none: 'No column can be told from one that says nothing.',
      wide: 'There are too many columns for these rows to shuffle each of them.',
      unclear: 'may be nothing',
      others: (count: number, most: string) =>
        count === 1 ? `One other column: +${most}.` : `${count} other columns: +${most} at most, each by itself.`,
      showAll: (count: number) => `Show all ${count} columns`,
      together: 'Columns that go together',
      togetherSentence: 'Alone, each may seem to say little, because the others say the same. Shuffled together:',
      table: ['column', 'rise', '95 % interval', 'score'] as const,
    },
    curves: {
      title: 'How predictions change with a column',
      sentence: (line: string) =>
        `Thick: the mean prediction when all rows have that value. Thin: single rows, for ${line}. Values that never occur together can mislead.`,
      caption: (column: string) => `Prediction by ${column}`,
      axis: (low: string, high: string) => `from ${low} to ${high}`,
    },
    errs: {
      title: 'Groups of rows',
      looked: (count: number) =>
        `${formatCount(count, 'group')} of rows ${count === 1 ? 'was' : 'were'} looked at: by category, by fifth, by missing values. Listed are those that chance doesn't explain.`,
      ranked:
        'In a ranking, a row is right or wrong only beside the others of its query. Scores of the test queries are above.',
      few: 'There are no groups of rows to compare. That takes a column with numbers or categories, and 20 rows in each group.',
      none: (count: number) =>
        `${formatCount(count, 'group')} of rows ${count === 1 ? 'was' : 'were'} looked at, by category, by fifth and by missing values. None differs from the others beyond chance.`,
      head: ['Rows', 'Error', 'Others'] as const,
      error: { mae: 'Mean error', mape: 'Mean error in percent', mse: 'Mean squared error', wrong: 'Wrong' },
      category: (column: string, name: string) => `${column} is ${name}`,
      range: (column: string, low: string, high: string) => `${column} from ${low} to ${high}`,
      single: (column: string, value: string) => `${column} is ${value}`,
      missing: (column: string) => `${column} is missing`,
      rows: (count: number) => formatCount(count, 'row'),
      /** The gap between two errors, in points or in the target's unit. */
      gap: (near: string, far: string, isShare: boolean, isWorse: boolean) =>
        `${near} to ${far}${isShare ? ' points' : ''} ${isWorse ? 'more' : 'less'} (95\u00a0%)`,
    },
    words: {
      title: 'Words that count',
      sentence: 'How much a prediction changes with the word in the text, on average over rows that have it.',
      head: ['word', 'of', 'effect'] as const,
    },
    looks: {
      title: 'Where it looks',
      sentence: (images: number) =>
        `How much less probable the true class gets when a part of the image is covered, on average over ${images} images. The stronger the color, the more.`,
      numbers: (images: number) =>
        `How far the prediction moves when a part of the image is covered, on average over ${images} images. The stronger the color, the more.`,
      all: 'all images',
    },
    misses: {
      title: 'Largest misses',
      sentence: 'Only you see them: they are rows of your file.',
      row: (row: number) => `Row ${row}`,
      predicted: (predicted: string, truth: string) => `predicted ${predicted}, is ${truth}`,
      none: 'none',
      missing: 'missing',
    },
  },
} as const;
