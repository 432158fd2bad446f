import { startBackend } from '@stepwell/backend';
import wasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

/** Starts this isolate's tensor engine; later calls cost nothing. */
export async function startEngine(): Promise<void> {
  await startBackend(wasm);
}
