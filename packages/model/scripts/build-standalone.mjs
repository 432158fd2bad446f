// Bundles the program of exported models into standalone.txt, which the Worker packs into archives: no engine, no dependency.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withoutLocales } from './without-locales.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const NOTHING = here('nothing.cjs');

await build({
  entryPoints: [here('../src/standalone/main.ts')],
  outfile: here('../standalone.txt'),
  // What trains isn't used here, and isn't bundled.
  alias: { '@stepwell/backend': NOTHING, '@tensorflow/tfjs': NOTHING },
  plugins: [withoutLocales],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'none',
  banner: {
    js: '// Predicts with the model beside it: node predict.mjs FILE. Part of Stepwell, Apache-2.0.\nimport { createRequire } from "node:module";const require = createRequire(import.meta.url);',
  },
});
