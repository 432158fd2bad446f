import { POOL_SIZE } from './layers.ts';
import { layerShapes, sizeOf, type LayerShape } from './layer-shapes.ts';
import { numbersBeside, numbersWithWords, type ModelSpec } from './model-spec.ts';
import { countParams } from './weight-shapes.ts';

/** Words of a text where nobody says how many. */
const WORDS_OF_A_TEXT = 250;
/** Operations that a number of a word's vector costs: it is fetched from anywhere, for one addition. */
const LOOKING_UP = 8;
/** Operations a number that a batch normalization takes: its mean, its variance, and itself scaled. */
const NORMALIZING = 6;
/** Operations a weight that an optimizer's update takes, about. */
const UPDATING = 12;

/**
 * Floating-point operations that one row takes in training: forward, and twice that backward. Of an update of all
 * weights, which comes once a minibatch, each row bears its part where the weights are more than what a row multiplies
 * by: word vectors and filters.
 *
 * @param wordsPerRow ids that a row has, on average.
 */
export function flopsPerRow(spec: ModelSpec, wordsPerRow: number = WORDS_OF_A_TEXT): number {
  const params = countParams(spec);
  if (spec.text === undefined && spec.image === undefined) return 6 * params;
  const forward = layerShapes(spec).reduce(
    (sum, shape, index) => sum + forwardFlops(spec, shape, index === 0, wordsPerRow),
    0,
  );
  return Math.ceil(3 * forward + (UPDATING * params) / spec.batchSize);
}

function forwardFlops(spec: ModelSpec, { layer, input, output }: LayerShape, first: boolean, words: number): number {
  const values = sizeOf(output);
  const channels = input.at(-1) ?? 0;
  switch (layer.kind) {
    case 'dense': {
      const seen = first && spec.text !== undefined ? words + numbersWithWords(spec) : channels;
      return 2 * values * (seen + 1);
    }
    case 'conv2d':
      return 2 * values * (layer.kernelSize ** 2 * channels + 1);
    case 'separable-conv2d': {
      const pixels = values / layer.filters;
      return 2 * pixels * channels * layer.kernelSize ** 2 + 2 * values * (channels + 1);
    }
    case 'max-pooling':
    case 'average-pooling':
      return values * POOL_SIZE ** 2;
    case 'global-average-pooling':
      return sizeOf(input);
    case 'batch-normalization':
      return NORMALIZING * values;
    case 'embedding':
      return LOOKING_UP * layer.dimensions * (layer.pooling === 'average' ? words : layer.length);
    case 'dropout':
    case 'activation':
      return values;
    case 'concatenate':
      return 2 * (layer.branch?.units ?? 0) * (numbersBeside(spec) + 1);
    case 'flatten':
      return 0;
  }
}
