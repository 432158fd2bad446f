import { named, type BookFiles, type Experiment } from '../experiment.ts';
import { atLeast, compare, outcomesOf, testMetric } from '../numbers.ts';
import { KERAS_RMSPROP } from '../rmsprop.ts';

const IDX = (folder: string, ending: string) => ({
  paths: [`${folder}train-images-idx3-ubyte${ending}`, `${folder}train-labels-idx1-ubyte${ending}`],
  test: [`${folder}t10k-images-idx3-ubyte${ending}`, `${folder}t10k-labels-idx1-ubyte${ending}`],
  spec: { target: ['label'], type: 'multiclass' as const },
});

const DIGITS: BookFiles = {
  candidates: [
    IDX('mnist/', '.gz'),
    IDX('mnist/', ''),
    IDX('', '.gz'),
    IDX('', ''),
    ...named(['mnist.npz'], { hasParts: true, spec: { target: ['label'], type: 'multiclass' } }),
  ],
  published: 'http://yann.lecun.com/exdb/mnist (four idx files), or mnist.npz as keras.datasets.mnist fetches it',
};

const PLAIN = { ...KERAS_RMSPROP, epochs: 5, finalEpochs: 5 } as const;

/** Chapter 2.1. */
export const mnist: Experiment = {
  name: 'mnist',
  title: 'MNIST: handwritten digits, dense (2.1)',
  files: DIGITS,
  runs: [
    {
      id: '512',
      what: '784-512-10, batch 128, 5 epochs on all 60,000 digits',
      spec: { protocol: 'hold-out', model: { ...PLAIN, units: [512], batchSize: 128 } },
    },
  ],
  notes: [],
  compare: (outcomes) => [
    compare(
      'test accuracy',
      '0.9777',
      outcomesOf(outcomes, '512').map((one) => testMetric(one, 'accuracy')),
      atLeast(0.975),
    ),
  ],
};

/** Chapter 5.1. */
export const mnistConvnet: Experiment = {
  name: 'mnist-convnet',
  title: 'MNIST: handwritten digits, convolutional (5.1)',
  files: DIGITS,
  runs: [
    {
      id: 'convnet',
      what: 'conv32, pool, conv64, pool, conv64, dense 64-10 (93,322 parameters), batch 64, 5 epochs on all 60,000 digits',
      spec: {
        protocol: 'hold-out',
        model: {
          ...PLAIN,
          units: [64],
          batchSize: 64,
          convolution: {
            kind: 'conv2d',
            filters: [32, 64, 64],
            kernelSize: 3,
            padding: 'valid',
            pooling: 'max',
            ending: 'flatten',
            batchNormalization: false,
          },
        },
      },
    },
  ],
  notes: [],
  compare(outcomes) {
    const ours = outcomesOf(outcomes, 'convnet');
    return [
      compare(
        'test accuracy',
        '0.9913',
        ours.map((one) => testMetric(one, 'accuracy')),
        atLeast(0.99),
      ),
      compare(
        'parameters',
        '93322',
        ours.map(({ report }) => report.model?.params ?? Number.NaN),
        {
          words: '93322',
          accepts: (params) => params === 93_322,
        },
      ),
    ];
  },
};
