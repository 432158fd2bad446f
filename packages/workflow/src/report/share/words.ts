/** The words in pictures that are shared without their page. */
export const shareWords = {
  title: (target: string, name: string) => `${target} from ${name}`,
  validation: 'validation',
  training: 'training',
  guessing: 'guessing',
  loss: 'loss',
  epoch: 'epoch',
  on: (quantity: string) => `${quantity} on validation rows`,
  folds: (folds: number) => (folds === 1 ? 'One fit.' : `Mean of ${folds} folds; the band spans lowest to highest.`),
  overfits: (epoch: number, spread: number | null) =>
    `overfits from ${epoch}${spread === null ? '' : ` ± ${Math.round(spread)}`}`,
  trial: {
    chosen: 'The chosen trial',
    tune: 'A trial from the search',
    rung: (number: string) => `Rung ${number} of the ladder`,
    power: "The gate's small model",
    other: 'The latest fit',
  },
  empty: {
    running: 'The curve appears after the first epoch.',
    ended: 'The run ended before any training.',
    diverged: 'The loss became NaN or infinite, so there is nothing to draw.',
  },
  described: (trial: string, charts: string, folds: string) => `${trial}. ${charts} ${folds}`,
  at: (quantity: string, values: string, epochs: number) =>
    `${quantity} after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}: ${values}.`,
} as const;

/** The text on a card after the verdict's word; at most ten words together. */
export const shortVerdicts = {
  noError: 'No error at all.',
  closer: (times: string, guess: string) => `${times} than ${guess}.`,
  right: (share: string, guessing: string) => `Right for ${share} of rows; guessing gets ${guessing}.`,
  other: (measure: string, value: string, guessing: string) => `${measure} ${value}; guessing gets ${guessing}.`,
  luck: 'The gain over guessing may be zero.',
  fails: 'No better than guessing.',
  'no-signal': 'No gain beyond chance.',
  'too-little': 'More rows are needed to tell.',
  'wrong-measure': "This measure doesn't show the pattern.",
  drifting: 'The data changes over time.',
  leak: 'Something gives the target away.',
  failed: 'The run ended before the test.',
  running: 'The verdict comes after the test.',
  stopped: 'The run ended before the test.',
} as const;
