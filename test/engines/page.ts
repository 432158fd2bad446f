import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';

/** A file of the page that trains in a browser. */
export interface PageFile {
  contentType: string;
  body: string | Buffer;
}

/** @returns the page that trains in a browser, its script and the two modules, by path. */
export async function buildPage(): Promise<Map<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: ['test/engines/in-browser.ts'],
    alias: { '@tensorflow/tfjs': './packages/backend/src/tfjs-engine.ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  const wasm = async (file: string): Promise<PageFile> => ({
    contentType: 'application/wasm',
    body: await readFile(file),
  });
  const html = '<!doctype html><title>Engines</title><body></body><script type="module" src="/engine.js"></script>';
  return new Map([
    ['/engine.html', { contentType: 'text/html', body: html }],
    ['/engine.js', { contentType: 'text/javascript', body: outputFiles[0]!.text }],
    ['/stock.wasm', await wasm('node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm')],
    ['/kernels.wasm', await wasm('packages/backend/kernels.wasm')],
  ]);
}
