import { named, type Experiment } from '../experiment.ts';
import {
  atMost,
  baseline,
  bestValidationScore,
  between,
  compare,
  lowestValidation,
  outcomesOf,
  testMetric,
} from '../numbers.ts';
import { KERAS_RMSPROP } from '../rmsprop.ts';

/** Chapter 3.5. */
export const reuters: Experiment = {
  name: 'reuters',
  title: 'Reuters: 46 topics of newswires (3.5)',
  files: {
    candidates: [
      ...named(['reuters21578/reuters46.csv.gz', 'reuters46.csv.gz', 'reuters46.csv'], {
        spec: {
          target: ['label'],
          type: 'multiclass',
          split: 'lewissplit',
          drop: ['newid', 'date', 'topic', 'all_topics'],
        },
      }),
      ...named(['reuters.npz', 'reuters/reuters.npz'], { spec: { target: ['label'], type: 'multiclass' } }),
    ],
    published:
      'http://www.daviddlewis.com/resources/testcollections/reuters21578 (as a CSV with the columns title, body, label and lewissplit), or reuters.npz as keras.datasets.reuters fetches it',
  },
  runs: [
    {
      id: '64-64',
      what: '10,000 words multi-hot, 64-64-46, batch 512, 20 epochs on the training rows, then 8 on all training newswires',
      spec: {
        words: 10_000,
        measure: 'accuracy',
        protocol: 'hold-out',
        model: { units: [64, 64], batchSize: 512, epochs: 20, finalEpochs: 8, ...KERAS_RMSPROP },
      },
    },
    {
      id: '64-4',
      what: 'the bottleneck: 64-4-46, batch 128, 20 epochs, then 8',
      spec: {
        words: 10_000,
        measure: 'accuracy',
        protocol: 'hold-out',
        model: { units: [64, 4], batchSize: 128, epochs: 20, finalEpochs: 8, ...KERAS_RMSPROP },
      },
    },
  ],
  notes: [
    'The book’s split is a shuffle that is not published with the texts: these rows are split by lewissplit, where PyTorch reaches 0.850 with the same model.',
  ],
  compare(outcomes) {
    const wide = outcomesOf(outcomes, '64-64');
    const narrow = outcomesOf(outcomes, '64-4');
    const wideAccuracy = wide.map((one) => testMetric(one, 'accuracy'));
    const loss = narrow.map((one, i) => 100 * (testMetric(one, 'accuracy') - wideAccuracy[i]!));
    return [
      compare('test accuracy', '0.777; 0.850 with PyTorch on these rows', wideAccuracy, between(0.84, 0.86)),
      compare('best validation accuracy', '0.815', wide.map(bestValidationScore), null),
      compare(
        'epoch of the smallest validation loss',
        '9',
        wide.map((one) => lowestValidation(one).epoch),
        null,
      ),
      compare('bottleneck 64-4: test accuracy, in points relative to 64-64', '-10.4 (validation)', loss, atMost(-5)),
      compare('bottleneck 64-4: best validation accuracy', '0.711', narrow.map(bestValidationScore), null),
      compare(
        'always guessing the most common topic',
        '0.362',
        wide.map((one) => baseline(one, 'majority')),
        null,
      ),
      compare(
        'guessing topics at random, by frequency',
        '0.185',
        wide.map((one) => baseline(one, 'prior')),
        null,
      ),
    ];
  },
};
