import type { ModelChoices } from '@stepwell/workflow/question';
import { usage } from './command/usage-error.ts';

/** Default length of a sequence for `flatten`, in words. */
const LENGTH = 256;

/** Parses "16", "16:average" or "16:flatten:100": dimensions, pooling, and the number of last words to keep. */
export function readEmbedding(text: string | undefined): ModelChoices['embedding'] {
  if (text === undefined) return undefined;
  const [dimensions, pooling = 'average', length = String(LENGTH), more] = text.split(':');
  const numbers = [Number(dimensions), Number(length)];
  if (more !== undefined || !numbers.every(isCount) || (pooling !== 'average' && pooling !== 'flatten')) {
    throw usage(`--embedding takes DIMENSIONS, DIMENSIONS:average or DIMENSIONS:flatten:WORDS, not "${text}".`);
  }
  return { dimensions: numbers[0]!, pooling, length: numbers[1]! };
}

/** Parses "32-64-64" or "separable:32-64": the filters of each block, with 3x3 kernels and max pooling. */
export function readConvolution(text: string | undefined, batchNormalization: boolean): ModelChoices['convolution'] {
  if (text === undefined) return undefined;
  const isSeparable = text.startsWith('separable:');
  const filters = (isSeparable ? text.slice('separable:'.length) : text).split('-').map(Number);
  if (!filters.every(isCount)) {
    throw usage(`--convolution takes the filters of each block, such as 32-64-64 or separable:32-64, not "${text}".`);
  }
  return {
    kind: isSeparable ? 'separable-conv2d' : 'conv2d',
    filters,
    kernelSize: 3,
    padding: 'valid',
    pooling: 'max',
    ending: 'flatten',
    batchNormalization,
  };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}
