import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildPage } from '../engines/page.ts';

test('the engine in the browser ends on the same weights as in Node', async ({ page }) => {
  for (const [path, file] of await buildPage()) await page.route(`**${path}`, (route) => route.fulfill(file));
  await page.goto('/engine.html');
  await expect(page.locator('body')).toHaveText(/^[0-9a-f]{64}$/);
  const { stdout } = await promisify(execFile)(process.execPath, ['test/engines/in-node.ts']);
  expect(await page.locator('body').textContent()).toBe(stdout.trim());
});
