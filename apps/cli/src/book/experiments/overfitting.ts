import type { RunSpecInput } from '@stepwell/workflow/question';
import { mean } from '@stepwell/metrics/statistics';
import type { BookFile, Experiment } from '../experiment.ts';
import { compare, lastPoint, lowestValidation, outcomesOf } from '../numbers.ts';
import { KERAS_RMSPROP } from '../rmsprop.ts';
import { REVIEWS } from './imdb.ts';

/** Validation loss at epoch 20 as published, smallest first. */
const PUBLISHED = [
  { id: '16-16, L2 0.001', lossAt20: 0.42, lowest: 0.3306, atEpoch: 3 },
  { id: '4-4', lossAt20: 0.4744, lowest: 0.2772, atEpoch: 6 },
  { id: '16-16, dropout 0.5', lossAt20: 0.5358, lowest: 0.2772, atEpoch: 4 },
  { id: '16-16', lossAt20: 0.7694, lowest: 0.2827, atEpoch: 3 },
  { id: '512-512', lossAt20: 0.8896, lowest: 0.2742, atEpoch: 2 },
] as const;

/** Chapter 4.4: overfitting and underfitting. */
export const overfitting: Experiment = {
  name: 'overfitting',
  title: 'IMDB: fewer units, more units, L2 and dropout (4.4)',
  files: { ...REVIEWS, candidates: REVIEWS.candidates.map(asValidation) },
  runs: [
    variant('16-16, L2 0.001', [16, 16], { l2: 0.001 }),
    variant('4-4', [4, 4], {}),
    variant('16-16, dropout 0.5', [16, 16], { dropout: 0.5 }),
    variant('16-16', [16, 16], {}),
    variant('512-512', [512, 512], {}),
  ],
  notes: [
    'The book takes all 25,000 test reviews for validation here, and tests on nothing. Here half of them are validated on and half stay sealed.',
    'The book’s loss of the L2 variant has the penalty in it; ours is the loss of the predictions alone.',
  ],
  compare(outcomes) {
    const means = PUBLISHED.map(({ id }) => mean(outcomesOf(outcomes, id).map((one) => lastPoint(one).validationLoss)));
    return PUBLISHED.flatMap(({ id, lossAt20, lowest, atEpoch }, place) => {
      const ours = outcomesOf(outcomes, id);
      const inOrder = place === 0 || means[place]! > means[place - 1]!;
      return [
        {
          ...compare(
            `${id}: validation loss at epoch 20`,
            String(lossAt20),
            ours.map((one) => lastPoint(one).validationLoss),
            null,
          ),
          tolerance: place === 0 ? 'the smallest of the five' : `above ${PUBLISHED[place - 1]!.id}`,
          holds: ours.length > 0 && inOrder,
        },
        compare(
          `${id}: smallest validation loss`,
          `${lowest} at ${atEpoch}`,
          ours.map((one) => lowestValidation(one).loss),
          null,
        ),
      ];
    });
  },
};

/** The published test reviews as the rows to validate on, where one file holds them with the others. */
function asValidation(file: BookFile): BookFile {
  if (file.spec.split === undefined) return file;
  return { ...file, spec: { ...file.spec, parts: { test: 'validation' } } };
}

function variant(id: string, units: number[], fields: NonNullable<RunSpecInput['model']>): Experiment['runs'][number] {
  return {
    id,
    what: `${id}, batch 512, 20 epochs`,
    spec: {
      words: 10_000,
      model: {
        units,
        batchSize: 512,
        epochs: 20,
        finalEpochs: 4,
        ...KERAS_RMSPROP,
        ...fields,
      },
    },
  };
}
