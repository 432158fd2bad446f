import { formatCount } from '@stepwell/base/format';
import type { StageName } from '@stepwell/workflow/decisions';

/** Text for the stages and their tables. */
export const stageText = {
  /** What a stage is called on the page. */
  stageNames: {
    define: 'define',
    measure: 'measure',
    protocol: 'protocol',
    prepare: 'prepare',
    baseline: 'baseline',
    gate: 'gate',
    'scale-up': 'scale-up',
    tune: 'tune',
    test: 'test',
  } satisfies Record<StageName, string>,
  stages: {
    define: 'Define the problem: what is predicted, and from what?',
    measure: 'Measure of success: what counts as better?',
    protocol: 'Evaluation protocol: which rows train, which validate?',
    prepare: 'Prepare the data: how do columns become numbers?',
    baseline: 'Baseline: how good is guessing?',
    gate: 'Gate: does a small model beat guessing by more than chance?',
    'scale-up': 'Scale up: how big before it overfits?',
    tune: 'Regularize and tune: which settings generalize best?',
    test: 'Test: how good is it on rows it has never seen?',
  } satisfies Record<StageName, string>,
  stageStates: {
    done: 'done',
    now: 'in progress',
    ahead: 'not started',
    stopped: 'stopped here',
    skipped: 'skipped',
  },
  trials: {
    label: 'Trial',
    power: 'small model',
    linear: 'linear model',
    shuffled: 'trained on shuffled targets',
    share: (share: string) => `on ${share}\u00a0% of the rows`,
    frontAlone: 'images or texts, without the columns beside them',
    columnsAlone: 'columns, without the images or texts',
    orderedTime: 'trained on earlier rows, tested on later ones, by time',
    orderedRows: 'trained on earlier rows, tested on later ones, in file order',
    lateTime: 'early or late row? By time',
    lateRows: 'early or late row? In file order',
    random: 'on a random split',
    slower: (rung: string) => `${rung}, lower learning rate`,
    outOfFold: 'chosen trial again, to see how sure its predictions are',
    threshold: 'chosen trial again, for the decision threshold',
    nth: (name: string, nth: string) => `${name} (fit ${nth})`,
    again: (trial: string) => `final fit of ${trial}`,
    rung: (number: string, shape: string | null) => `rung ${number}${shape === null ? '' : `: ${shape}`}`,
    tune: (number: string, shape: string | null, state: string | null) =>
      `trial ${number}${state === null ? '' : ` (${state})`}${shape === null ? '' : `: ${shape}`}`,
    tuneShare: (number: string, share: string, shape: string | null) =>
      `trial ${number}, ${share}\u00a0% of rows${shape === null ? '' : `: ${shape}`}`,
    tuneShort: (number: string, shape: string | null) =>
      `trial ${number}, short fits${shape === null ? '' : `: ${shape}`}`,
    derived: 'derived features',
    pieces: 'numbers in pieces',
    settings: {
      'pairwise-logistic': 'pairwise loss',
      lambdarank: 'LambdaRank',
      'listwise-cross-entropy': 'listwise loss',
      'mean-absolute-error': 'absolute error',
      'mean-squared-error': 'squared error',
      cumulative: 'levels reached',
      'target-rate': 'categories by target rate',
      embedding: 'categories as vectors',
    },
    linearLayers: 'linear',
    layers: {
      conv: 'conv',
      separable: 'separable conv',
      embedded: (dimensions: number, last: number | null) =>
        `embedding ${dimensions} ${last === null ? 'averaged' : `of the last ${last} words`}`,
      averagePooling: 'average pooling',
      globalAverage: 'global average pooling',
      normalized: 'batch normalization',
      columns: (units: number) => `columns ${units}`,
    },
    final: 'final fit, on all rows but the test rows',
  },
  gate: {
    title: 'Small model and controls',
    scores: (measure: string) => `${measure} on validation rows`,
    guessing: 'guessing',
    shuffled: 'shuffled targets',
    linear: 'linear model',
    small: 'small model',
    worthwhile: (score: string) => `A gain worth having begins at ${score}.`,
    branches: {
      caption: { image: 'Images and columns, by the small model', text: 'Texts and columns, by the small model' },
      front: { image: 'images alone', text: 'texts alone' },
      columns: 'columns alone',
      joint: 'both',
      add: {
        image: (columns: string, front: string) =>
          `The columns add ${columns} to the images; the images add ${front} to the columns.`,
        text: (columns: string, front: string) =>
          `The columns add ${columns} to the texts; the texts add ${front} to the columns.`,
      },
      gain: (gain: string, low: string, high: string) => `${gain} (95\u00a0%: ${low} to ${high})`,
    },
    rows: 'By number of training rows',
    rowCount: (rows: number) => formatCount(rows, 'row'),
    doubling: (gain: string, low: string, high: string, help: boolean) =>
      `The last doubling of the rows gained ${gain} (95\u00a0%: ${low} to ${high}): ${help ? 'more rows would help.' : 'more rows of this kind are unlikely to help.'}`,
    sentences: (count: number) => `All ${count} findings`,
  },
  table: {
    title: (count: number) => (count === 1 ? 'The only trial' : `All ${count} trials`),
    trial: 'Trial',
    score: 'Score',
    splits: 'Splits',
    chosen: 'chosen',
    tested: 'tested last',
    statuses: { finished: 'finished', dropped: 'dropped', diverged: 'diverged', undefined: 'no score' },
    hint: 'Dropped trials were beaten early, on fewer splits or in fewer epochs. Tap a trial for its curve.',
    corrected: (score: string) => `Picking the best trial is optimistic; expect about ${score}.`,
  },
} as const;
