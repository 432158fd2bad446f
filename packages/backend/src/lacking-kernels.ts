import * as tf from '@tensorflow/tfjs';

/** Kernels that other tfjs backends have and the stock WASM backend of tfjs 4.22 has not. */
const LACKING_IN_STOCK = [
  'Complex',
  'ComplexAbs',
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'Draw',
  'Einsum',
  'FFT',
  'FromPixels',
  'IFFT',
  'Imag',
  'RaggedGather',
  'RaggedRange',
  'RaggedTensorToTensor',
  'Real',
  'StaticRegexReplace',
  'UnsortedSegmentSum',
];

/**
 * The kernels that the WASM backend cannot run at this moment: what the stock backend lacks, less what
 * has been registered since.
 *
 * @returns kernel names as tfjs spells them, sorted.
 */
export function lackingKernels(): string[] {
  const registered = new Set(tf.getKernelsForBackend('wasm').map((kernel) => kernel.kernelName));
  return LACKING_IN_STOCK.filter((name) => !registered.has(name));
}
