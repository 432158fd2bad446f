import type { StageName } from '@stepwell/workflow/decisions';

/** The words of the stages and their tables. */
export const stageText = {
  stages: {
    define: 'What is asked, of which columns?',
    measure: 'What does better mean?',
    protocol: 'Which rows judge?',
    prepare: 'How do columns become numbers?',
    baseline: 'What is guessing worth?',
    gate: 'Does a small model beat guessing by more than luck?',
    'scale-up': 'How large until it learns by heart?',
    tune: 'Which settings generalise best?',
    test: 'How well on rows it has never seen?',
  } satisfies Record<StageName, string>,
  stageStates: { done: 'done', now: 'under way', ahead: 'ahead', stopped: 'stopped here', passed: 'passed by' },
  trials: {
    label: 'Trial',
    power: 'small model',
    linear: 'linear model',
    shuffled: 'learned from shuffled answers',
    share: (share: string) => `on ${share}\u00a0% of the rows`,
    orderedTime: 'learned early, judged later, by time',
    orderedRows: 'learned early, judged later, by place in the file',
    lateTime: 'early told from late, by time',
    lateRows: 'early told from late, by place in the file',
    random: 'on rows drawn at random',
    slower: (rung: string) => `${rung}, slower`,
    threshold: 'chosen trial again, for the threshold',
    again: (trial: string) => `final fit for ${trial}`,
    rung: (number: string, shape: string | null) => `rung ${number}${shape === null ? '' : `: ${shape}`}`,
    tune: (number: string, shape: string | null, fate: string | null) =>
      `trial ${number}${fate === null ? '' : ` (${fate})`}${shape === null ? '' : `: ${shape}`}`,
    tuneShare: (number: string, share: string, shape: string | null) =>
      `trial ${number}, ${share}\u00a0% of rows${shape === null ? '' : `: ${shape}`}`,
    derived: 'derived columns',
    linearLayers: 'linear',
    layers: {
      conv: 'conv',
      separable: 'separable conv',
      embedded: (dimensions: number, last: number | null) =>
        `embedding ${dimensions} ${last === null ? 'averaged' : `of the last ${last} words`}`,
      averagePooling: 'average pooling',
      globalAverage: 'global average',
      normalized: 'batch normalization',
    },
    final: 'final fit, on all but the test rows',
  },
  gate: {
    title: 'What the small model found',
    scores: (measure: string) => `${measure} on validation rows`,
    guessing: 'guessing',
    shuffled: 'shuffled answers',
    linear: 'linear model',
    small: 'small model',
    rows: 'By rows learned from',
    rowCount: (rows: number) => `${rows} rows`,
    doubling: (gain: string, low: string, high: string, help: boolean) =>
      `The last doubling gained ${gain} (95\u00a0%: ${low} to ${high}): ${help ? 'more rows would help.' : 'more of the same rows would hardly help.'}`,
    sentences: (count: number) => `All ${count} findings`,
  },
  table: {
    title: (count: number) => (count === 1 ? 'The one trial' : `All ${count} trials`),
    trial: 'Trial',
    score: 'Score',
    splits: 'Splits',
    chosen: 'chosen',
    tested: 'tested last',
    statuses: { finished: 'finished', dropped: 'dropped', diverged: 'diverged', undefined: 'no score' },
    hint: 'Dropped: others did better on the first splits. Tap a trial for its curve.',
    corrected: (score: string) =>
      `Being the best of several flatters. Less that, the chosen trial is at about ${score}.`,
  },
} as const;
