export * as tf from '@tensorflow/tfjs';
export { BackendError, type BackendErrorCode } from './backend-error.ts';
export {
  startBackend,
  startedBackend,
  type BackendModules,
  type BackendOptions,
  type StartedBackend,
} from './start.ts';
export { lackingKernels } from './lacking-kernels.ts';
export { DenseStack, type StackOutputs } from './dense-stack/dense-stack.ts';
export type { StackRows } from './dense-stack/rows-on-heap.ts';
export { canTrainFused, type DenseStackOptions, type StackLayer, type StackLoss } from './dense-stack/options.ts';
export { checkMultiHotRows, multiHotRows, type MultiHotRows } from './multi-hot-rows.ts';
export { encodeOptimizer, slotsPerWeight, type OptimizerSettings } from './optimizer-settings.ts';
export { KernelOptimizer } from './ops/kernel-optimizer.ts';
export { multiHotMatMul, multiHotTensors, type MultiHotTensors } from './ops/multi-hot-mat-mul.ts';
export { rowLosses } from './ops/row-losses.ts';
