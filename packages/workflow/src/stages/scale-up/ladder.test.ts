import { describe, test } from 'vitest';
import { ladderFor } from './ladder.ts';

describe('ladderFor', () => {
  test('grows units and layers on numbers and words', ({ expect }) => {
    const ladder = ladderFor([{ column: 't', kind: 'text' }]);
    expect(ladder.map(({ units }) => units.join('-'))).toEqual([
      '32',
      '64-64',
      '128-128',
      '256-256',
      '256-256-256',
      '512-512-512',
    ]);
    expect(ladder.every(({ convolution }) => convolution === undefined)).toBe(true);
  });

  test('grows filters and blocks on images; the third rung is the book’s convnet', ({ expect }) => {
    const ladder = ladderFor([{ column: 'i', kind: 'image', size: { height: 28, width: 28, channels: 1 } }]);
    expect(ladder[2]).toMatchObject({
      units: [64],
      convolution: {
        kind: 'conv2d',
        filters: [32, 64, 64],
        kernelSize: 3,
        padding: 'valid',
        pooling: 'max',
        ending: 'flatten',
      },
    });
    for (const [i, step] of ladder.entries()) {
      if (i > 0) expect(step.epochs).toBeGreaterThanOrEqual(ladder[i - 1]!.epochs);
    }
  });

  test('keeps the border of small images, and takes fewer blocks where they would be used up', ({ expect }) => {
    const [, , third] = ladderFor([{ column: 'i', kind: 'image', size: { height: 8, width: 8, channels: 1 } }]);
    expect(third!.convolution).toMatchObject({ filters: [32, 64, 64], padding: 'same' });
    const tiny = ladderFor([{ column: 'i', kind: 'image', size: { height: 2, width: 9, channels: 3 } }]);
    expect(tiny[2]!.convolution!.filters).toEqual([64]);
  });
});
