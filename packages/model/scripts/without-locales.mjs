import { fileURLToPath } from 'node:url';

const NOTHING = fileURLToPath(new URL('./nothing.cjs', import.meta.url));

/** An esbuild plugin that leaves out zod's messages in forty languages: most of a small bundle otherwise. English stays. */
export const withoutLocales = {
  name: 'without-locales',
  setup(build) {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, () => ({ path: NOTHING }));
  },
};
