// The page of the browser test: shows the sha256 that the training for all engines ends on here.
import { trainForHash } from './train-for-hash.ts';

const module = await WebAssembly.compileStreaming(fetch('/engine.wasm'));
document.body.textContent = await trainForHash(module);
