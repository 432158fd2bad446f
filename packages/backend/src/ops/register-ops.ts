import * as tf from '@tensorflow/tfjs';
import type { KernelContext } from '../kernels/kernel-context.ts';
import { multiHotGradient, multiHotKernels } from './multi-hot-mat-mul.ts';
import { rowLossGradient, rowLossKernel } from './row-losses.ts';

/** Registers the kernels and gradients of the ops that TensorFlow.js itself has not. */
export function registerOps(context: KernelContext): void {
  for (const config of [rowLossKernel(context), ...multiHotKernels(context)]) tf.registerKernel(config);
  for (const gradient of [rowLossGradient, multiHotGradient]) tf.registerGradient(gradient);
}
