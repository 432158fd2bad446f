import { describe, test } from 'vitest';
import { layerWords } from './layer-words.ts';

const filters = { filters: 32, kernelSize: 3, l2: 0 } as const;

describe('layerWords', () => {
  test('has words for every kind of layer', ({ expect }) => {
    expect(
      [
        { kind: 'dense', units: 64, activation: 'relu', l2: 0 } as const,
        { kind: 'dropout', rate: 0.5 } as const,
        { ...filters, kind: 'conv2d', padding: 'valid', activation: 'relu' } as const,
        { ...filters, kind: 'separable-conv2d', padding: 'same', activation: 'linear' } as const,
        { kind: 'max-pooling' } as const,
        { kind: 'average-pooling' } as const,
        { kind: 'global-average-pooling' } as const,
        { kind: 'flatten' } as const,
        { kind: 'batch-normalization' } as const,
        { kind: 'activation', activation: 'relu' } as const,
        { kind: 'embedding', dimensions: 16, pooling: 'average', length: 256 } as const,
        { kind: 'embedding', dimensions: 8, pooling: 'flatten', length: 20 } as const,
        { kind: 'concatenate' } as const,
      ].map(layerWords),
    ).toEqual([
      '64 relu',
      'dropout 0.5',
      'conv2d 32 of 3\u00a0×\u00a03 relu',
      'separable-conv2d 32 of 3\u00a0×\u00a03 padded',
      'max-pooling',
      'average-pooling',
      'global-average-pooling',
      'flatten',
      'batch-normalization',
      'relu',
      'embedding 16, averaged',
      'embedding 8, last 20 words',
      'concatenate',
    ]);
  });
});
