export * as tf from '@tensorflow/tfjs';
export { BackendError, type BackendErrorCode } from './backend-error.ts';
export { startBackend, type BackendModules, type BackendOptions, type StartedBackend } from './start.ts';
export { lackingKernels } from './lacking-kernels.ts';
