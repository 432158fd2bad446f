import { StepwellError } from '@stepwell/base/errors';
import { POOL_SIZE, type Layer } from './layers.ts';
import { numbersBeside, numbersWithWords, type ModelSpec } from './model-spec.ts';

/**
 * What one row is between two layers: [width], [height, width, channels] of a picture, or [] for a text that is still in
 * words.
 */
export type RowShape = readonly number[];

/** What goes into each layer of a model and what comes out, without the rows. */
export interface LayerShape {
  layer: Layer;
  input: RowShape;
  output: RowShape;
}

/**
 * The shapes of one row on its way through a model.
 *
 * @throws {StepwellError} `layer_mismatch` where a layer can't take what comes to it.
 */
export function layerShapes(spec: ModelSpec): LayerShape[] {
  let shape = inputShapeOf(spec);
  return spec.layers.map((layer, index) => {
    const input = shape;
    shape = outputOf(spec, layer, index, input);
    return { layer, input, output: shape };
  });
}

/** @returns how many numbers a row of that shape has. */
export function sizeOf(shape: RowShape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** @returns the side of what filters or windows make of a picture's side; below 1 where they don't fit. */
export function sideAfter(side: number, window: number, stride: number, padding: 'valid' | 'same'): number {
  return padding === 'same' ? Math.ceil(side / stride) : Math.floor((side - window) / stride) + 1;
}

function inputShapeOf(spec: ModelSpec): RowShape {
  const { inputs, image, text } = spec;
  if (image !== undefined) return [image.height, image.width, image.channels];
  if (text === undefined) return [inputs];
  return text.encoding === 'sequences' ? [] : [text.vocabulary + numbersWithWords(spec)];
}

function outputOf(spec: ModelSpec, layer: Layer, index: number, input: RowShape): RowShape {
  const [height = 0, width = 0, channels = 0] = input;
  const requireRank = (rank: number): void => {
    if (input.length !== rank) throw mismatch(layer, index, input);
  };
  switch (layer.kind) {
    case 'dense':
      requireRank(1);
      return [layer.units];
    case 'conv2d':
    case 'separable-conv2d': {
      requireRank(3);
      const [h, w] = [height, width].map((side) => sideAfter(side, layer.kernelSize, 1, layer.padding));
      if (!(h! >= 1 && w! >= 1)) throw mismatch(layer, index, input);
      return [h!, w!, layer.filters];
    }
    case 'max-pooling':
    case 'average-pooling': {
      requireRank(3);
      const [h, w] = [height, width].map((side) => sideAfter(side, POOL_SIZE, POOL_SIZE, 'valid'));
      if (!(h! >= 1 && w! >= 1)) throw mismatch(layer, index, input);
      return [h!, w!, channels];
    }
    case 'global-average-pooling':
      requireRank(3);
      return [channels];
    case 'flatten':
      requireRank(3);
      return [sizeOf(input)];
    case 'embedding':
      requireRank(0);
      return [layer.pooling === 'average' ? layer.dimensions : layer.length * layer.dimensions];
    case 'concatenate':
      requireRank(1);
      return [sizeOf(input) + (layer.branch?.units ?? numbersBeside(spec))];
    case 'batch-normalization':
    case 'activation':
    case 'dropout':
      if (input.length === 0) throw mismatch(layer, index, input);
      return input;
  }
}

function mismatch(layer: Layer, index: number, input: RowShape): StepwellError {
  const given = input.length === 0 ? 'words' : `rows of shape ${input.join(' × ')}`;
  return new StepwellError(
    'layer_mismatch',
    `Layer ${index + 1}, ${layer.kind}, can't process ${given}. Convolution and pooling layers need images at least as large as their windows, and dense layers need numbers: put flatten, global-average-pooling or an embedding in front of them.`,
  );
}
