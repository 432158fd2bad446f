import { named, type BookFiles, type Experiment } from '../experiment.ts';
import { bestValidationScore, between, compare, lowestValidation, outcomesOf, testMetric } from '../numbers.ts';
import { KERAS_RMSPROP } from '../rmsprop.ts';

/** The reviews, as texts or as Keras's own word numbers. */
export const REVIEWS: BookFiles = {
  candidates: [
    ...named(['imdb/imdb.csv.gz', 'imdb.csv.gz', 'imdb.csv'], {
      spec: { target: ['label'], split: 'split', drop: ['chollet_part', 'id', 'rating'] },
    }),
    ...named(['imdb.npz', 'imdb/imdb.npz'], { hasParts: true, spec: { target: ['label'] } }),
  ],
  published:
    'https://ai.stanford.edu/~amaas/data/sentiment (as a CSV with the columns text, label and split), or imdb.npz as keras.datasets.imdb fetches it',
};

/** Chapter 3.4. */
export const imdb: Experiment = {
  name: 'imdb',
  title: 'IMDB: two classes of movie reviews (3.4)',
  files: REVIEWS,
  runs: [
    {
      id: '16-16',
      what: '10,000 words multi-hot, 16-16-1, batch 512, 20 epochs on the training rows, then 4 on all 25,000 reviews',
      spec: {
        words: 10_000,
        validationShare: 0.4,
        model: {
          units: [16, 16],
          batchSize: 512,
          epochs: 20,
          finalEpochs: 4,
          ...KERAS_RMSPROP,
        },
      },
    },
  ],
  notes: ['The book validates on the first 10,000 training reviews of its file; here as many are drawn.'],
  compare(outcomes) {
    const ours = outcomesOf(outcomes, '16-16');
    return [
      compare(
        'test accuracy',
        '0.885',
        ours.map((one) => testMetric(one, 'accuracy')),
        between(0.877, 0.889),
      ),
      compare(
        'epoch of the smallest validation loss',
        '4',
        ours.map((one) => lowestValidation(one).epoch),
        between(3, 5),
      ),
      compare(
        'smallest validation loss',
        '0.2735',
        ours.map((one) => lowestValidation(one).loss),
        null,
      ),
      compare('best validation accuracy', '0.8908', ours.map(bestValidationScore), null),
      compare(
        'test log loss',
        '0.2918',
        ours.map((one) => testMetric(one, 'log-loss')),
        null,
      ),
    ];
  },
};
