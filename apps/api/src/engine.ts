import { startBackend } from '@stepwell/backend';
import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

/** Of an isolate's 128 MB, what tensors may take. */
const HEAP_LIMIT = 64 * 1024 * 1024;

let heap: WebAssembly.Memory | null = null;

/** Starts this isolate's tensor engine; later calls cost nothing. */
export async function startEngine(): Promise<void> {
  heap = (await startBackend({ stock, kernels }, { heapLimit: HEAP_LIMIT })).heap.memory;
}

/** @returns bytes of this isolate's tensor heap, which never shrinks; 0 before there is one. */
export function heapBytes(): number {
  return heap?.buffer.byteLength ?? 0;
}
