import { describe, test } from 'vitest';
import { curveOf, inOrder, trialName } from './trial-names.ts';

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
  test('of the gate stand in the order of its plan, whichever began first', ({ expect }) => {
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

  test('of a search stand with the chosen one first, each before its trials on fewer rows', ({ expect }) => {
    const trials = ['tune-10', 'tune-3-25', 'tune-1', 'threshold', 'tune-3'];
    expect(inOrder(trials, report)).toEqual(['tune-10', 'tune-1', 'tune-3', 'tune-3-25', 'threshold']);
  });

  test('that were dropped early are shown on the rows they came to', ({ expect }) => {
    const trials = ['tune-1-25', 'tune-1-50', 'tune-10-25', 'tune-2-25', 'tune-2-50', 'tune-2'];
    expect(['tune-1', 'tune-2', 'tune-10'].map((id) => curveOf(id, trials))).toEqual([
      'tune-1-50',
      'tune-2',
      'tune-10-25',
    ]);
  });

  test('are named by their number, shape, share of the rows and what became of them', ({ expect }) => {
    expect(trialName('tune-3', undefined)).toBe('trial 3');
    expect(trialName('tune-1', report)).toBe('trial 1: 64-64, dropout 0.3');
    expect(trialName('tune-3-25', report)).toBe('trial 3, 25 % of rows: 64-64, dropout 0.3');
    expect(trialName('tune-10', report)).toBe('trial 10 (chosen): 64-64, dropout 0.3');
    expect(trialName('final-2-tune-4', report)).toBe('final fit for tune-4');
    expect(trialName('ordered-time', report)).not.toBe(trialName('ordered-rows', report));
  });
});
