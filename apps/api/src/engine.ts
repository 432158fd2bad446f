import { startBackend } from '@stepwell/backend';
import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

/** Of an isolate's 128 MB, what tensors may take. */
const HEAP_LIMIT = 64 * 1024 * 1024;

/** Starts this isolate's tensor engine; later calls cost nothing. */
export async function startEngine(): Promise<void> {
  await startBackend({ stock, kernels }, { heapLimit: HEAP_LIMIT });
}
