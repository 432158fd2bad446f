import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { startReceiver } from './test/receiver.ts';
import { makeVapidKeys } from './scripts/make-vapid-keys.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Starting a worker for each file takes longer than most of them, so files share one. These have a backend of their own:
 * they limit its heap, count its tensors, or start it wrong.
 */
const ALONE = [
  'packages/backend/src/heap.grid.test.ts',
  'packages/backend/src/start.test.ts',
  'packages/backend/src/kernels/conv2d-refusals.grid.test.ts',
  'packages/backend/src/kernels/share.grid.test.ts',
  'packages/workflow/src/training/fit/heap-of-a-worker.test.ts',
];
const UNIT = ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'test/unit/**/*.test.ts'];
const KERNELS = 'packages/backend/src/**/*.grid.test.ts';

/** Tests within workerd, beside the bindings of wrangler.toml and those that only some of them need. */
const IN_WORKERD = {
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          // A few instances for one short run.
          DRIVER_STEPS: '6',
          // Tests of limits switch them on, with limits of their own.
          LIMITS: 'off',
          LOG: 'off',
          STEPWELL_FUZZ: process.env['STEPWELL_FUZZ'] ?? '',
          STEPWELL_SIZE: process.env['STEPWELL_SIZE'] ?? '',
          // Webhooks and notifications go to a receiver on this machine.
          WEBHOOKS: 'local',
          RECEIVER: await startReceiver(),
          ...makeVapidKeys(),
          VAPID_SUBJECT: 'mailto:operator@example.org',
          MIGRATIONS: await readD1Migrations(here('apps/api/migrations')),
          WEIGHTS_IN_NODE: execFileSync(process.execPath, ['test/engines/in-node.ts'], { encoding: 'utf8' }).trim(),
        },
        ratelimits: { THREE_A_MINUTE: { namespace_id: '3', simple: { limit: 3, period: 60 } } },
      },
    })),
  ],
  resolve: { alias: { '@tensorflow/tfjs': here('packages/backend/src/tfjs-engine.ts') } },
};
/** Only a hang takes as long: a busy machine must not fail a test. */
const unit = { testTimeout: 120_000, hookTimeout: 120_000 };
const workerd = { setupFiles: ['test/workerd/setup.ts'], testTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...unit, name: 'unit', include: UNIT, exclude: ALONE, isolate: false } },
      { test: { ...unit, name: 'unit-alone', include: ALONE } },
      {
        // Only the table of routes is read of the Worker: what its modules load is not wanted in Node.
        resolve: { alias: [{ find: /.*\.(wasm|woff2|txt|py)$/, replacement: here('test/fuzz/no-module.ts') }] },
        test: {
          name: 'stack',
          include: ['test/{cli,examples,faults,fuzz}/**/*.test.ts'],
          globalSetup: 'test/shared-service.ts',
          testTimeout: 3_600_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'models',
          include: ['test/models/**/*.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'book',
          include: ['test/book/**/*.test.ts'],
          testTimeout: 7_200_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...IN_WORKERD,
        test: {
          ...workerd,
          name: 'workerd',
          include: ['test/workerd/**/*.test.ts', KERNELS],
          exclude: ALONE,
          isolate: false,
        },
      },
      {
        // Starting a Worker takes longer than the others of these, which are no different in Node. It has no bindings: those
        // of wrangler.toml take as long again.
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: '2026-09-01',
              compatibilityFlags: ['nodejs_compat'],
              modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
            },
          }),
        ],
        resolve: { alias: { '@tensorflow/tfjs': here('packages/backend/src/tfjs-engine.ts') } },
        test: {
          testTimeout: 120_000,
          name: 'kernels-alone',
          include: ALONE.filter((path) => path.includes('heap.grid')),
        },
      },
    ],
  },
});
