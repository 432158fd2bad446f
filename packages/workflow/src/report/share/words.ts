/** The words of the pictures that travel without their page. */
export const shareWords = {
  title: (target: string, name: string) => `${target} from ${name}`,
  validation: 'validation',
  training: 'training',
  guessing: 'guessing',
  loss: 'loss',
  epoch: 'epoch',
  on: (quantity: string) => `${quantity} on validation rows`,
  folds: (folds: number) => (folds === 1 ? 'One fit.' : `Mean of ${folds} folds; band: lowest to highest.`),
  overfits: (epoch: number, spread: number | null) =>
    `overfits from ${epoch}${spread === null ? '' : ` ± ${Math.round(spread)}`}`,
  trial: {
    chosen: 'The chosen trial',
    tune: 'A trial of the search',
    rung: (number: string) => `Rung ${number} of the ladder`,
    power: 'The small model of the gate',
    other: 'The latest fit',
  },
  empty: {
    running: 'The curve appears with the first epoch.',
    ended: 'The run ended before anything was trained.',
    diverged: 'The loss left the numbers: there is nothing to draw.',
  },
  described: (trial: string, charts: string, folds: string) => `${trial}. ${charts} ${folds}`,
  at: (quantity: string, values: string, epochs: number) =>
    `${quantity} after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}: ${values}.`,
} as const;

/** What stands on a card behind the verdict's word: with it, ten words at most. */
export const shortVerdicts = {
  noError: 'No error at all.',
  closer: (times: string, guess: string) => `${times} than ${guess}.`,
  right: (share: string, guessing: string) => `Right for ${share} of rows, guessing for ${guessing}.`,
  other: (measure: string, value: string, guessing: string) => `${measure} ${value}, guessing ${guessing}.`,
  luck: 'The gain over guessing may be zero.',
  fails: 'No better than guessing.',
  'no-signal': 'A small model did no better than luck.',
  'too-little': 'More rows are needed to tell.',
  drifting: 'What was learned no longer holds.',
  leak: 'A column gives it away.',
  failed: 'It ended before its test.',
  running: 'No verdict before the test.',
  stopped: 'It ended before its test.',
} as const;
