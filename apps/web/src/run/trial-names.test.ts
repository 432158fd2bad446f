import { describe, test } from 'vitest';
import { curveOf, inOrder, layersOf, shapeOf, trialName, trialToShow } from './trial-names.ts';

const config = {
  units: [64, 64],
  dropout: 0.3,
  l1: 0,
  l2: 0,
  optimizer: 'rmsprop' as const,
  learningRate: 0.001,
  batchSize: 32,
  classWeight: 'none' as const,
  features: false,
};
const convolution = {
  kind: 'conv2d',
  filters: [32, 64, 64],
  kernelSize: 3,
  padding: 'valid',
  pooling: 'max',
  ending: 'flatten',
  batchNormalization: false,
} as const;
const judged = { config, score: 0.8, sd: null, splits: 1, bestEpoch: 3 };
const report = {
  scaleUp: null,
  tune: {
    trials: [
      { ...judged, id: 'tune-1', status: 'finished' as const },
      { ...judged, id: 'tune-3', status: 'dropped' as const },
      { ...judged, id: 'tune-10', status: 'finished' as const },
    ],
    best: 'tune-10',
    optimism: null,
    importance: [],
    threshold: null,
  },
};

describe('trials', () => {
  test('that repeat a fit are named by their number, and stand behind it', ({ expect }) => {
    expect(trialName('final.3', undefined)).toBe('final fit, on all rows but the test rows (fit 3)');
    expect(inOrder(['final.2', 'out-of-fold.2', 'final', 'out-of-fold', 'rung-1'], undefined)).toEqual([
      'rung-1',
      'out-of-fold',
      'out-of-fold.2',
      'final',
      'final.2',
    ]);
  });

  test('of the gate are in the order of its plan, whichever started first', ({ expect }) => {
    const trials = ['late-rows', 'share-50', 'linear', 'share-25', 'power', 'ordered-rows', 'shuffled'];
    expect(inOrder(trials, undefined)).toEqual([
      'power',
      'linear',
      'shuffled',
      'share-25',
      'share-50',
      'ordered-rows',
      'late-rows',
    ]);
  });

  test('of a search start with the chosen one, each before its trials on fewer rows', ({ expect }) => {
    const trials = ['tune-10', 'tune-3-25', 'tune-1', 'threshold', 'tune-3'];
    expect(inOrder(trials, report)).toEqual(['tune-10', 'tune-1', 'tune-3', 'tune-3-25', 'threshold']);
  });

  test('that were dropped early are shown on the rows they reached', ({ expect }) => {
    const trials = ['tune-1-25', 'tune-1-50', 'tune-10-25', 'tune-2-short', 'tune-2', 'tune-3-short'];
    expect(['tune-1', 'tune-2', 'tune-10', 'tune-3'].map((id) => curveOf(id, trials))).toEqual([
      'tune-1-50',
      'tune-2',
      'tune-10-25',
      'tune-3-short',
    ]);
  });

  test('are named by their number, shape, share of the rows and status', ({ expect }) => {
    expect(trialName('tune-3', undefined)).toBe('trial 3');
    expect(trialName('tune-1-short', report)).toBe('trial 1, short fits: 64-64, dropout 0.3');
    expect(trialName('tune-1', report)).toBe('trial 1: 64-64, dropout 0.3');
    expect(trialName('tune-3-25', report)).toBe('trial 3, 25\u00a0% of rows: 64-64, dropout 0.3');
    expect(trialName('tune-10', report)).toBe('trial 10 (chosen): 64-64, dropout 0.3');
    expect(trialName('final-2-tune-4', report)).toBe('final fit of tune-4');
    expect(trialName('ordered-time', report)).not.toBe(trialName('ordered-rows', report));
  });

  test('say what they make of numbers', ({ expect }) => {
    const inPieces = { ...config, dropout: 0, numbers: 'piecewise-linear' as const };
    expect(shapeOf(inPieces)).toBe('64-64, numbers in pieces');
    expect(shapeOf({ ...inPieces, features: true })).toBe('64-64, derived features, numbers in pieces');
  });

  test('describe their layers', ({ expect }) => {
    const filters = [...convolution.filters];
    expect(layersOf({ units: [64, 64] })).toBe('64-64');
    expect(layersOf({ units: [] })).toBe('linear');
    expect(layersOf({ units: [64], convolution: { ...convolution, filters } })).toBe('conv 32-64-64, 64');
    const averaged = { dimensions: 16, pooling: 'average', length: 256 } as const;
    expect(layersOf({ units: [64], embedding: averaged })).toBe('embedding 16 averaged, 64');
    expect(layersOf({ units: [], embedding: { ...averaged, pooling: 'flatten', length: 20 } })).toBe(
      'embedding 16 of the last 20 words, linear',
    );
    const other = { kind: 'separable-conv2d', pooling: 'average', ending: 'global-average' } as const;
    expect(layersOf({ units: [], convolution: { ...convolution, ...other, filters, batchNormalization: true } })).toBe(
      'separable conv 32-64-64, average pooling, global average pooling, batch normalization, linear',
    );
  });

  test('a convolutional rung has its filters', ({ expect }) => {
    const rung = {
      trial: 'rung-1',
      units: [64],
      convolution: { ...convolution, filters: [16, 32] },
      epochs: 8,
      learningRate: 0.001,
      trainLoss: 0.1,
      valLoss: 0.2,
      bestEpoch: 4,
      overfitEpoch: null,
      overfitSpread: null,
      diverged: false,
    };
    const climbed = { scaleUp: { rungs: [rung], verdict: null }, tune: null };
    expect(trialName('rung-1', climbed)).toBe('rung 1: conv 16-32, 64');
  });
});

describe('the trial that is shown by default', () => {
  test('is the chosen one, else the small model, else the latest', ({ expect }) => {
    const tune = { best: 'tune-2' } as NonNullable<Parameters<typeof trialToShow>[1]>['tune'];
    expect(trialToShow(['tune-1', 'tune-2', 'tune-3'], { tune })).toBe('tune-2');
    expect(trialToShow(['linear', 'power', 'share-50'], undefined)).toBe('power');
    expect(trialToShow(['rung-1', 'rung-2'], undefined)).toBe('rung-2');
    expect(trialToShow([], undefined)).toBe(null);
  });

  test('is never a check on other rows, whose score would be taken for that of the model', ({ expect }) => {
    expect(trialToShow(['late-rows'], undefined)).toBe(null);
    expect(trialToShow(['shuffled', 'ordered-rows', 'late-time'], undefined)).toBe('shuffled');
  });
});
