import { describe, test } from 'vitest';
import { configOf } from '../../testing/outcomes.ts';
import { definitionOf } from '../../testing/states.ts';
import { buildModel, flopsPerRow } from './index.ts';
import { imageShape, textShape } from './testing/shapes.ts';

/** Twelve for each weight's update, shared by the rows of a minibatch. */
const update = (params: number, batchSize: number) => (12 * params) / batchSize;

describe('flopsPerRow', () => {
  test('counts what filters multiply at each pixel, three times', ({ expect }) => {
    const convolution = {
      kind: 'conv2d',
      filters: [4, 5],
      kernelSize: 3,
      padding: 'valid',
      pooling: 'max',
      ending: 'flatten',
      batchNormalization: false,
    } as const;
    const spec = buildModel(
      definitionOf(),
      configOf({ units: [], batchSize: 10, convolution: { ...convolution, filters: [4, 5] } }),
      imageShape(8, 8, 2),
    );
    // 6·6 pixels of 4 filters of 18 values and a bias; 3·3 maxima of four; one pixel of 5 filters of 36; 5 to one.
    const forward = 2 * 36 * 4 * 19 + 9 * 4 * 4 + 2 * 5 * 37 + 2 * 6;
    expect(flopsPerRow(spec)).toBe(Math.ceil(3 * forward + update(76 + 185 + 6, 10)));
    const separable = buildModel(
      definitionOf(),
      configOf({ units: [], batchSize: 10, convolution: { ...convolution, kind: 'separable-conv2d', filters: [4] } }),
      imageShape(8, 8, 2),
    );
    // 36 pixels: nine places of two channels, then 4 filters of two values and a bias; 144 to one.
    const apart = 2 * 36 * 2 * 9 + 2 * 36 * 4 * 3 + 2 * 145;
    expect(flopsPerRow(separable)).toBe(Math.ceil(3 * apart + update(18 + 8 + 4 + 145, 10)));
  });

  test('counts the words that a text has, not the vocabulary', ({ expect }) => {
    const config = configOf({ units: [16], batchSize: 512 });
    const spec = buildModel(definitionOf(), config, textShape(10_000, 2));
    expect(flopsPerRow(spec, 30)).toBe(Math.ceil(3 * (2 * 16 * 33 + 2 * 17) + update(10_002 * 16 + 16 + 17, 512)));
    expect(flopsPerRow(spec, 300)).toBeGreaterThan(flopsPerRow(spec, 30));
  });

  test('counts words fetched for an embedding: all for a mean, the last ones in a row', ({ expect }) => {
    const of = (pooling: 'average' | 'flatten', length: number) =>
      buildModel(
        definitionOf(),
        configOf({ units: [], batchSize: 1, embedding: { dimensions: 4, pooling, length } }),
        textShape(100),
      );
    expect(flopsPerRow(of('average', 1), 50)).toBe(3 * (8 * 4 * 50 + 2 * 5) + update(404 + 5, 1));
    expect(flopsPerRow(of('flatten', 7), 50)).toBe(3 * (8 * 4 * 7 + 2 * 29) + update(404 + 29, 1));
  });
});
