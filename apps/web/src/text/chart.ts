import { capital } from './capital.ts';

/** Text for curves and their controls. */
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
    hint: (quantity: string) => `${capital(quantity)} by epoch; slide for values`,
    keys: 'Use the arrow keys to read values, plus and minus to zoom, Shift with an arrow key to pan, and 0 to show all epochs.',
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
      `overfits from epoch ${epoch}${spread === null ? '' : ` ± ${Math.round(spread)}`}`,
    epoch: 'Epoch',
    spread: 'Folds',
    spreads: { range: 'Min to max', sd: '± 1 standard deviation', each: 'Each fold' },
    /** What the band around a line shows. */
    bands: {
      range: ' The band spans the lowest to the highest fold.',
      sd: ' The band is ± 1 standard deviation across folds.',
      each: ' The faint lines are single folds.',
      mean: '',
    },
    folds: (mean: number, all: number, band: string) => {
      if (all === 1) return 'One fit.';
      if (mean === all) return `Mean of ${all} folds.${band}`;
      return `Mean of ${mean} of ${all} folds; the others join as they catch up.${band}`;
    },
    overlay: {
      title: (drawn: string) => (drawn === '' ? 'Overlay other trials' : `Overlaid: ${drawn}`),
      most: (count: number) => `Up to ${count} trials at once.`,
      none: 'Clear overlay',
      trials: (count: number) => `${count} trials`,
      caption: (count: number) => `Validation curves of ${count} trials, each averaged over its folds.`,
      rings: (marks: string) => `Rings mark overfitting: ${marks}.`,
      from: (name: string, mark: string) => `${name} ${mark}`,
    },
    every: (step: number) => `Showing one epoch in ${step}. Zoom in to see the rest.`,
    empty: 'The curve appears after the first epoch.',
    reading: 'Loading curves…',
    diverged: 'The loss became NaN or infinite, so there is nothing to draw.',
    skipped: 'Skipped: this run trains a single configuration, so there is no gate and no search.',
    none: 'This stage trains nothing. It looks at the data and decides.',
    late: 'The score says how well a model can tell early rows from late ones (ROC AUC; 0.5 is guessing).',
    noScore: 'The final fit has no validation rows. This is its training loss.',
    figure: (quantity: string, trial: string, epochs: number, last: string, mark: string) =>
      `${quantity} of ${trial} over ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}. Last values: ${last}.${mark === '' ? '' : ` It ${mark}.`}`,
  },
} as const;
