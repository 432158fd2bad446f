// Puts the engine of predictions into the export: the worker that runs it, and its two modules.
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withoutLocales } from '../../../packages/model/scripts/without-locales.mjs';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url));
const OUT = join(WEB, 'out', 'engine');
const { resolve } = createRequire(join(PACKAGES, 'backend', 'package.json'));

await mkdir(OUT, { recursive: true });
await copyFile(resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm'), join(OUT, 'stock.wasm'));
await copyFile(join(PACKAGES, 'backend', 'kernels.wasm'), join(OUT, 'kernels.wasm'));
await build({
  entryPoints: [join(WEB, 'src', 'engine', 'engine-worker.ts')],
  outfile: join(OUT, 'worker.js'),
  alias: {
    '@tensorflow/tfjs': join(PACKAGES, 'backend', 'src', 'tfjs-engine.ts'),
    // The other one needs Node's Buffer.
    'csv-stringify/sync': 'csv-stringify/browser/esm/sync',
  },
  plugins: [withoutLocales],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2023',
  platform: 'browser',
  define: { STOCK: "'/engine/stock.wasm'", KERNELS: "'/engine/kernels.wasm'" },
});
