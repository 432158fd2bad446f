import { startBackend } from '@stepwell/backend';

/**
 * Starts the engine that predictions run on, in a browser or its worker.
 *
 * @param stock address of `tfjs-backend-wasm-simd.wasm`.
 * @param kernels address of `kernels.wasm`.
 */
export async function startEngine(stock: string, kernels: string): Promise<void> {
  const [stockModule, kernelModule] = await Promise.all(
    [stock, kernels].map((url) => WebAssembly.compileStreaming(fetch(url))),
  );
  await startBackend({ stock: stockModule!, kernels: kernelModule! });
}
