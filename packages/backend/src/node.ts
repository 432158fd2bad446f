import { readFile } from 'node:fs/promises';
import type { BackendModules } from './start.ts';

/**
 * Compiles the two modules from the installed packages, for Node. Workers import the files as modules instead; browsers
 * fetch them and call `WebAssembly.compileStreaming`.
 *
 * @returns what `startBackend` takes.
 */
export async function compileModules(): Promise<BackendModules> {
  const [stock, kernels] = await Promise.all([
    compile('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm'),
    compile('@stepwell/backend/kernels.wasm'),
  ]);
  return { stock, kernels };
}

async function compile(specifier: string): Promise<WebAssembly.Module> {
  const bytes = await readFile(new URL(import.meta.resolve(specifier)));
  return WebAssembly.compile(new Uint8Array(bytes));
}
