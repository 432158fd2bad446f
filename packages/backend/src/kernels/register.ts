import * as tf from '@tensorflow/tfjs';
import { conv2dKernels } from './conv2d.ts';
import type { KernelContext } from './kernel-context.ts';
import { matMulKernels } from './mat-mul.ts';

/** Puts our kernels in the place of the stock ones, and adds those that the stock backend lacks. */
export function registerKernels(context: KernelContext): void {
  for (const config of [...matMulKernels(context), ...conv2dKernels(context)]) {
    if (tf.getKernel(config.kernelName, 'wasm') !== undefined) tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  }
}
