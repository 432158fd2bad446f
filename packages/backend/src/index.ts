export * as tf from '@tensorflow/tfjs';
export { startBackend, type StartedBackend } from './start.ts';
export { lackingKernels } from './lacking-kernels.ts';
