import kernels from '@stepwell/backend/kernels.wasm';
import stock from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';
import type { BackendModules } from '../start.ts';

/** @returns the modules as a Worker imports them. */
export async function loadModules(): Promise<BackendModules> {
  return { stock, kernels };
}
