import { startBackend } from '@stepwell/backend';
import { compileModules } from '@stepwell/backend/node';
import type { Multiplier } from './products.ts';
import { answerProduct } from './products-in-worker.ts';

/**
 * The products in this process. Node leaves the bounds of WebAssembly's memory to guard pages; workerd compares at every
 * access: the two tables beside each other show what that costs.
 */
export async function multiplyInNode(): Promise<Multiplier> {
  const backend = await startBackend(await compileModules());
  return {
    time: async (path, parameters) => {
      const url = new URL(`http://localhost/${path}`);
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value));
      const from = performance.now();
      answerProduct(url, backend);
      return performance.now() - from;
    },
  };
}
