import { describe, test } from 'vitest';
import { searchAxes, type Scored } from './search-axes.ts';

function trial(id: string, units: number[], dropout: number, score: number): Scored {
  const config = { units, dropout, l1: 0, l2: 0, optimizer: 'rmsprop' as const, learningRate: 0.001, batchSize: 16 };
  return {
    id,
    config: { ...config, epsilon: 1e-7, features: false, classWeight: 'none' as const },
    score,
    sd: null,
    splits: 1,
    bestEpoch: 1,
    status: 'finished',
  };
}

describe('searchAxes', () => {
  const trials = [trial('a', [16], 0, 4), trial('b', [64], 0.5, 1), trial('c', [32], 0.5, 3)];

  test('has an axis for each setting that varies, and the score last', ({ expect }) => {
    expect(searchAxes(trials, false, String)).toEqual([
      {
        name: 'units',
        marks: [
          { label: '16', at: 0 },
          { label: '32', at: 0.5 },
          { label: '64', at: 1 },
        ],
        at: [0, 1, 0.5],
      },
      {
        name: 'dropout',
        marks: [
          { label: '0', at: 0 },
          { label: '0.5', at: 1 },
        ],
        at: [0, 1, 1],
      },
      // An error: 1 is best, 4 worst; 3 is a third of the way.
      {
        name: 'score',
        marks: [
          { label: '4', at: 0 },
          { label: '1', at: 1 },
        ],
        at: [0, 1, 1 / 3],
      },
    ]);
  });

  test('has an axis for numbers in pieces', ({ expect }) => {
    const [scaled, other] = [trial('a', [8], 0, 1), trial('b', [8], 0, 2)];
    const inPieces = { ...other, config: { ...other.config, numbers: 'piecewise-linear' as const } };
    const marks = [
      { label: 'no', at: 0 },
      { label: 'yes', at: 1 },
    ];
    expect(searchAxes([scaled, inPieces], false, String)[0]).toEqual({ name: 'in pieces', marks, at: [0, 1] });
  });

  test('equal scores are in the middle', ({ expect }) => {
    const [axis] = searchAxes([trial('a', [1], 0, 2), trial('b', [1], 0, 2)], true, String);
    expect(axis).toEqual({ name: 'score', marks: [{ label: '2', at: 0.5 }], at: [0.5, 0.5] });
  });
});
