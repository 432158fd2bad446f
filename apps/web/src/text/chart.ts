/** The words of curves and of how they are looked at. */
export const chartText = {
  chart: {
    kind: 'Chart',
    loss: 'Loss',
    score: 'Score',
    both: 'Both',
    smooth: 'Smooth',
    log: 'Log',
    table: 'Show as table',
    noTable: 'Show as chart',
    hint: (quantity: string) => `${quantity} by epoch; slide to read`,
    keys: 'Arrow keys read the values, plus and minus zoom, 0 shows everything, and Shift with an arrow key moves what is shown.',
    at: (epoch: number, values: string) => `Epoch ${epoch}: ${values}`,
    shown: ({ from, to }: { from: number; to: number }, epochs: number) => `Epochs ${from} to ${to} of ${epochs}`,
    shownAll: (epochs: number) => `All ${epochs} epochs`,
    zoom: {
      label: 'Zoom',
      in: 'Zoom in',
      out: 'Zoom out',
      earlier: 'Earlier epochs',
      later: 'Later epochs',
      reset: 'Reset zoom',
    },
    train: 'training',
    validation: 'validation',
    baseline: 'guessing',
    linear: 'linear',
    shuffled: 'shuffled',
    overfit: (epoch: number, spread: number | null) =>
      `overfits from ${epoch}${spread === null ? '' : ` ± ${Math.round(spread)}`}`,
    epoch: 'Epoch',
    spread: 'Folds',
    spreads: { range: 'Lowest to highest', sd: 'One standard deviation', each: 'Each fold' },
    /** What lies around a line. */
    bands: {
      range: ' The band reaches from the lowest to the highest fold.',
      sd: ' The band is one standard deviation of the folds to either side.',
      each: ' Each fold is faint behind it.',
      mean: '',
    },
    folds: (mean: number, all: number, around: string) => {
      if (all === 1) return 'One fit.';
      if (mean === all) return `Mean of ${all} folds.${around}`;
      return `Mean of ${mean} of ${all} folds; a fold joins when it has caught up.${around}`;
    },
    overlay: {
      title: (drawn: string) => (drawn === '' ? 'Draw other trials over it' : `Drawn over it: ${drawn}`),
      most: (count: number) => `At most ${count} at once.`,
      none: 'Draw none over it',
      trials: (count: number) => `${count} trials`,
      caption: (count: number) => `Validation of ${count} trials, each the mean over its folds.`,
      rings: (marks: string) => `A ring marks where a trial ${marks}.`,
      from: (name: string, words: string) => `${name} ${words}`,
    },
    every: (step: number) => `Every ${step}th epoch; zoom in for those between.`,
    empty: 'The curve appears with the first epoch.',
    reading: 'Reading the curves…',
    diverged: 'The loss of this fit left the numbers: there is nothing to draw.',
    passed: 'The gate was passed by: one configuration was asked for, and nothing is searched.',
    none: 'This stage trains nothing: it looks at the data and decides.',
    late: 'How well early rows are told from late ones: ROC AUC, 0.5 is guessing.',
    noScore: 'This fit is not validated: the test judges it. Its loss is shown.',
    figure: (quantity: string, trial: string, epochs: number, last: string, mark: string) =>
      `${quantity} of ${trial} over ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}; at the last: ${last}.${mark === '' ? '' : ` It ${mark}.`}`,
  },
} as const;
