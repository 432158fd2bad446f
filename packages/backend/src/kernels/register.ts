import * as tf from '@tensorflow/tfjs';
import { conv2dKernels } from './conv2d.ts';
import type { KernelContext } from './kernel-context.ts';
import { matMulKernels } from './mat-mul.ts';
import { maxPoolKernels } from './max-pool.ts';
import { sumKernels } from './sum.ts';

/** Puts our kernels in the place of the stock ones, and adds those that the stock backend lacks. */
export function registerKernels(context: KernelContext): void {
  const configs = [matMulKernels, conv2dKernels, maxPoolKernels, sumKernels].flatMap((family) => family(context));
  for (const config of configs) {
    if (tf.getKernel(config.kernelName, 'wasm') !== undefined) tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  }
}
