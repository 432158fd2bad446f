import { describe, test } from 'vitest';
import { layersOfModel, layerWords } from './layer-words.ts';

const filters = { filters: 32, kernelSize: 3, l2: 0 } as const;

describe('layersOfModel', () => {
  test('are those of one fit where several stand side by side', ({ expect }) => {
    const layers = [
      { kind: 'dense', units: 96, activation: 'relu', l2: 0 },
      { kind: 'dropout', rate: 0.5 },
      { kind: 'dense', units: 1, activation: 'sigmoid', l2: 0 },
    ] as const;
    const model = {
      spec: {
        inputs: 4,
        layers: [...layers],
        loss: 'binary-crossentropy' as const,
        optimizer: { name: 'adam' as const, learningRate: 0.001 },
        batchSize: 32,
      },
      epochs: 5,
      params: 100,
      sha256: '0'.repeat(64),
    };
    expect(layersOfModel(model)).toBe('96 relu, dropout 0.5, 1 sigmoid');
    expect(layersOfModel({ ...model, fits: 3 })).toBe('32 relu, dropout 0.5, 1 sigmoid');
  });
});

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
