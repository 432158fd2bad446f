import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.ts';
import type { KernelModule } from './kernels/kernel-module.ts';

/** What a started backend offers beside the global `tf` engine. */
export interface StartedBackend {
  /** The heap that every tensor lives on. */
  heap: Heap;
  /** Our kernels by themselves, on the same heap. */
  kernels: KernelModule;
  /** Byte offset of a tensor's values on `memory`. Valid until the tensor is disposed of. */
  offsetOf: (tensor: TensorInfo) => number;
  /** Names of the tfjs kernels that this backend cannot run, sorted. Calling an op that needs one throws. */
  lacks: string[];
}
