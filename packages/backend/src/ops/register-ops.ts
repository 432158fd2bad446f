import * as tf from '@tensorflow/tfjs';
import type { KernelContext } from '../kernels/kernel-context.ts';
import { normalizationGradient, normalizationKernels } from './batch-normalization.ts';
import { convolveAndPoolGradient, convolveAndPoolKernels } from './convolve-and-pool.ts';
import { activationGradientKernel, convolveGradient } from './convolve.ts';
import { mixedGradient, mixedKernels } from './mixed-mat-mul.ts';
import { multiHotGradient, multiHotKernels } from './multi-hot-mat-mul.ts';
import { rowLossGradient, rowLossKernel } from './row-losses.ts';
import { wordVectorGradient, wordVectorKernels } from './word-vectors.ts';

const GRADIENTS = [
  rowLossGradient,
  multiHotGradient,
  mixedGradient,
  wordVectorGradient,
  normalizationGradient,
  convolveGradient,
];

/** Registers the kernels and gradients of the ops that TensorFlow.js itself has not. */
export function registerOps(context: KernelContext): void {
  const kernels = [
    rowLossKernel(context),
    ...multiHotKernels(context),
    ...mixedKernels(context),
    ...wordVectorKernels(context),
    ...normalizationKernels(context),
    activationGradientKernel(context),
    ...convolveAndPoolKernels(context),
  ];
  for (const config of kernels) tf.registerKernel(config);
  for (const gradient of [...GRADIENTS, convolveAndPoolGradient(context)]) tf.registerGradient(gradient);
}
