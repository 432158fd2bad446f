import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const MODULES = {
  '/stock.wasm': 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm',
  '/kernels.wasm': 'packages/backend/kernels.wasm',
};

test('the engine in the browser ends on the same weights as in Node', async ({ page }) => {
  const { outputFiles } = await build({
    entryPoints: ['test/engines/in-browser.ts'],
    alias: { '@tensorflow/tfjs': './packages/backend/src/tfjs-engine.ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  await page.route('**/engine.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<body></body><script type="module" src="/engine.js"></script>' }),
  );
  await page.route('**/engine.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: outputFiles[0]!.text }),
  );
  for (const [path, file] of Object.entries(MODULES)) {
    await page.route(`**${path}`, async (route) =>
      route.fulfill({ contentType: 'application/wasm', body: await readFile(file) }),
    );
  }
  await page.goto('/engine.html');
  await expect(page.locator('body')).toHaveText(/^[0-9a-f]{64}$/);
  const { stdout } = await promisify(execFile)(process.execPath, ['test/engines/in-node.ts']);
  expect(await page.locator('body').textContent()).toBe(stdout.trim());
});
