// The page of the browser test: shows the sha256 that the training for all engines ends on here.
import { trainForHash } from './train-for-hash.ts';

const [stock, kernels] = await Promise.all(
  ['/stock.wasm', '/kernels.wasm'].map((url) => WebAssembly.compileStreaming(fetch(url))),
);
if (stock === undefined || kernels === undefined) throw new TypeError('two modules make a backend');
document.body.textContent = await trainForHash({ stock, kernels });
