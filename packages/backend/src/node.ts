import { readFile } from 'node:fs/promises';

/**
 * Compiles the stock SIMD module from the installed package, for Node. Workers import the file as a module
 * instead; browsers fetch it and call `WebAssembly.compileStreaming`.
 *
 * @returns the module that `startBackend` takes.
 */
export async function compileStockModule(): Promise<WebAssembly.Module> {
  const url = import.meta.resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm');
  return WebAssembly.compile(new Uint8Array(await readFile(new URL(url))));
}
