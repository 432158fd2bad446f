import { expect, test } from '@playwright/test';
import { sharedRun } from './finished-run.ts';

test.use({ serviceWorkers: 'allow' });

test('a run opens again without a network, and says so', async ({ page, context, request }) => {
  const { id } = await sharedRun(request, { ignoreGate: true });
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await page.goto(`/r/${id}`);
  await expect(page.getByTestId('verdict')).toContainText('Predicts "y" within');
  await expect(page.getByRole('figure').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByTestId('verdict')).toContainText('Predicts "y" within');
  await expect(page.getByRole('figure').first()).toBeVisible();
  await expect(page.getByText('No connection. Runs are shown as you last saw them here')).toBeVisible();

  await test.step("a run that wasn't opened before needs the network", async () => {
    await page.goto(`/r/${'b'.repeat(22)}`);
    await expect(page.getByText("The run can't be loaded right now")).toBeVisible();
  });
  await test.step('the home page opens too', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Stepwell' })).toBeVisible();
  });
  await context.setOffline(false);
  await page.goto(`/r/${id}`);
  await expect(page.getByText('No connection. Runs are shown as you last saw them here')).toBeHidden();
});

test('it can be installed', async ({ page, request }) => {
  await page.goto('/');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest: unknown = await (await request.get(href ?? '')).json();
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/' });
  for (const icon of ['/icon-192.png', '/icon-512.png', '/icon.svg', '/sw.js']) {
    expect((await request.get(icon)).status(), icon).toBe(200);
  }
});
