// The page of the browser tests: shows, and hands to its server, the sha256 that the training for all engines ends on.
import { trainForHash } from './train-for-hash.ts';

const [stock, kernels] = await Promise.all(
  ['/stock.wasm', '/kernels.wasm'].map((url) => WebAssembly.compileStreaming(fetch(url))),
);
if (stock === undefined || kernels === undefined) throw new TypeError('two modules make a backend');
const hash = await trainForHash({ stock, kernels });
document.body.textContent = hash;
await fetch('/hash', { method: 'POST', body: hash }).catch(() => undefined);
