import * as tf from '@tensorflow/tfjs';
import { conv2dKernels } from './conv2d.ts';
import { depthwiseConv2dKernels } from './depthwise-conv2d.ts';
import type { KernelContext } from './kernel-context.ts';
import { matMulKernels } from './mat-mul.ts';
import { log1pKernels } from './log1p.ts';
import { maxPoolKernels } from './max-pool.ts';
import { notANumberKernels } from './not-a-number.ts';
import { reductionKernels } from './reductions.ts';
import { segmentSumKernels } from './segment-sum.ts';
import { sharingKernels } from './share.ts';
import { softmaxKernels } from './softmax.ts';

const FAMILIES = [
  matMulKernels,
  conv2dKernels,
  depthwiseConv2dKernels,
  maxPoolKernels,
  reductionKernels,
  notANumberKernels,
  log1pKernels,
  segmentSumKernels,
  sharingKernels,
  softmaxKernels,
];

/** Puts our kernels in the place of the stock ones, and adds those that the stock backend lacks. */
export function registerKernels(context: KernelContext): void {
  const configs = FAMILIES.flatMap((family) => family(context));
  for (const config of configs) {
    if (tf.getKernel(config.kernelName, 'wasm') !== undefined) tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  }
}
