import { named, type Experiment } from '../experiment.ts';
import { compare, lastPoint, outcomesOf, testMetric } from '../numbers.ts';

/** Chapter 4.3 of the third edition, on as many rows. */
export const california: Experiment = {
  name: 'california',
  title: 'California: house prices from few rows (3rd edition)',
  files: {
    candidates: [
      ...named(['california-housing/housing.csv', 'california.csv', 'housing.csv'], {
        spec: { target: ['median_house_value'], drop: ['ocean_proximity'] },
        // About 600 of 20,640.
        sample: 0.029,
      }),
    ],
    published: 'the California housing prices of StatLib (1990), as housing.csv',
  },
  runs: [
    {
      id: '64-64',
      what: '8-64-64-1, adam, batch 16, 4 folds of 480 rows, 50 epochs',
      spec: {
        type: 'scalar-regression',
        measure: 'mae',
        protocol: 'k-fold',
        folds: 4,
        model: { units: [64, 64], batchSize: 16, epochs: 50, finalEpochs: 50, optimizer: 'adam', learningRate: 0.001 },
      },
    },
  ],
  notes: [
    'The published figure is secondary, and of a choice of 600 rows of Keras’s own; ours are drawn from all of California. Shown, not held to.',
  ],
  compare(outcomes) {
    const ours = outcomesOf(outcomes, '64-64');
    return [
      compare(
        'mean absolute error at epoch 50, in dollars',
        '29,600 on other rows',
        ours.map((one) => lastPoint(one).validationScore),
        null,
      ),
      compare(
        'test mean absolute error, in dollars',
        'not published',
        ours.map((one) => testMetric(one, 'mae')),
        null,
      ),
    ];
  },
};
