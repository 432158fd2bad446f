import type { NextConfig } from 'next';
import { fileURLToPath } from 'node:url';

/** A static export, served by the Worker, which also answers the API. */
const config: NextConfig = {
  output: 'export',
  transpilePackages: ['@stepwell/base', '@stepwell/data', '@stepwell/metrics', '@stepwell/workflow'],
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
  devIndicators: false,
  // Beside the build, `npm test` checks them with all others.
  typescript: { ignoreBuildErrors: process.env['STEPWELL_TYPES'] === 'checked' },
};

export default config;
