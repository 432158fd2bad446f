import type { Convolution } from '../../training/architecture/index.ts';
import type { Input } from '../define/index.ts';

/** One rung: the model's layers, and its epochs as a multiple of the first rung's. */
export interface Step {
  units: number[];
  epochs: number;
  convolution?: Convolution;
}

/** For numbers, categories and text: units and layers grow. */
const DENSE: Step[] = [
  { units: [32], epochs: 1 },
  { units: [64, 64], epochs: 1 },
  { units: [128, 128], epochs: 1.5 },
  { units: [256, 256], epochs: 2 },
  { units: [256, 256, 256], epochs: 2.5 },
  { units: [512, 512, 512], epochs: 3 },
];

/** For images: filters and blocks grow. The third is the convnet of the book's chapter 5. */
const CONVOLUTIONAL: { filters: number[]; units: number[]; epochs: number }[] = [
  { filters: [16, 32], units: [64], epochs: 1 },
  { filters: [32, 64], units: [64], epochs: 1 },
  { filters: [32, 64, 64], units: [64], epochs: 1.5 },
  { filters: [32, 64, 128], units: [128], epochs: 2 },
  { filters: [64, 128, 128], units: [128], epochs: 2.5 },
  { filters: [64, 128, 256], units: [256], epochs: 3 },
];

/** Pictures of this side or less keep their border: three unpadded blocks would use them up. */
const SMALL_SIDE = 24;

/**
 * The ladder that a run climbs.
 *
 * @see Chollet, Deep Learning with Python, 4.5.6: add layers, make the layers bigger, train for more epochs
 */
export function ladderFor(inputs: Input[]): Step[] {
  const size = inputs.find(({ kind }) => kind === 'image')?.size;
  if (size === undefined) return DENSE;
  return CONVOLUTIONAL.map(({ filters, units, epochs }) => ({ units, epochs, convolution: blocksOf(filters, size) }));
}

/** As many blocks as halve the picture to no less than 2 × 2. */
function blocksOf(filters: number[], { height, width }: NonNullable<Input['size']>): Convolution {
  const side = Math.min(height, width);
  const blocks = Math.max(1, Math.min(filters.length, Math.floor(Math.log2(side))));
  return {
    kind: 'conv2d',
    filters: filters.slice(filters.length - blocks),
    kernelSize: 3,
    padding: side <= SMALL_SIDE ? 'same' : 'valid',
    pooling: 'max',
    ending: 'flatten',
    batchNormalization: false,
  };
}
