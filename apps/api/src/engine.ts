import { startBackend } from '@stepwell/backend';
import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

/** Limit of the tensor heap in bytes; an isolate has 128 MB. */
const HEAP_LIMIT = 64 * 1024 * 1024;

let heap: WebAssembly.Memory | null = null;

/** Starts this isolate's tensor engine. Idempotent. */
export async function startEngine(): Promise<void> {
  heap = (await startBackend({ stock, kernels }, { heapLimit: HEAP_LIMIT })).heap.memory;
}

/** @returns the size of this isolate's tensor heap in bytes, which never shrinks; 0 before the engine starts. */
export function heapBytes(): number {
  return heap?.buffer.byteLength ?? 0;
}
