import { StepwellError } from '@stepwell/base/errors';
import type { Convolution } from '../../question/index.ts';
import type { Config } from './config.ts';
import { sideAfter } from './layer-shapes.ts';
import { POOL_SIZE, type Layer } from './layers.ts';

/**
 * Convolutional blocks, and what makes rows of their last pictures. With batch normalization the activation comes behind
 * it: a filter's bias and its scale are then learned there.
 *
 * @param image size of the pictures that come in.
 * @throws {StepwellError} `layer_mismatch` where the filters of a block no longer fit into its pictures.
 * @see Chollet, Deep Learning with Python, chapters 8 and 9
 */
export function convolutionalBlocks(
  convolution: Convolution,
  image: { height: number; width: number },
  { l1, l2 }: Pick<Config, 'l1' | 'l2'>,
): Layer[] {
  const { kind, filters, kernelSize, padding, pooling, ending, batchNormalization } = convolution;
  const last = filters.length - 1;
  let { height, width } = image;
  const shrink = (block: number, what: string, window: number, stride: number, how: 'valid' | 'same'): void => {
    const left = [height, width] as const;
    height = sideAfter(height, window, stride, how);
    width = sideAfter(width, window, stride, how);
    if (height < 1 || width < 1) throw tooSmall(block, filters.length, `${what} of ${window} × ${window}`, left);
  };
  const blocks = filters.flatMap((count, block): Layer[] => {
    shrink(block, 'filters', kernelSize, 1, padding);
    const filtered = (activation: 'relu' | 'linear'): Layer => ({
      kind,
      filters: count,
      kernelSize,
      padding,
      activation,
      l2,
      l1,
    });
    const layers: Layer[] = batchNormalization
      ? [filtered('linear'), { kind: 'batch-normalization' }, { kind: 'activation', activation: 'relu' }]
      : [filtered('relu')];
    if (block === last) return layers;
    shrink(block, 'pooling', POOL_SIZE, POOL_SIZE, 'valid');
    return [...layers, { kind: pooling === 'max' ? 'max-pooling' : 'average-pooling' }];
  });
  return [...blocks, { kind: ending === 'flatten' ? 'flatten' : 'global-average-pooling' }];
}

function tooSmall(
  block: number,
  blocks: number,
  what: string,
  [height, width]: readonly [number, number],
): StepwellError {
  return new StepwellError(
    'layer_mismatch',
    `Block ${block + 1} of ${blocks} can't apply ${what} to feature maps of ${height} × ${width}, the output of the blocks before it. Use fewer blocks, smaller kernels, or padding "same".`,
    { details: { block: block + 1, height, width } },
  );
}
