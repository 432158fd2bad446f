import { expect, test } from '@playwright/test';
import { newRun } from './finished-run.ts';

const ON_ALL_SCREENS = process.env['STEPWELL_SCREENS'] === 'all';

test('the bar of who trains cuts nothing off, and covers nothing at the end of the page', async ({ page }) => {
  const { id, key } = await newRun(page.request);
  await page.goto('/');
  await page.evaluate(
    ([run, secret]) => localStorage.setItem('stepwell.keys', JSON.stringify({ [run!]: secret })),
    [id, key],
  );
  await page.goto(`/r/${id}`);
  const bar = page.getByRole('complementary', { name: 'Progress' });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused. Nothing is lost; continue whenever you like.')).toBeVisible();
  await page.getByRole('button', { name: 'Delete this run' }).scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const last = (await page.getByRole('button', { name: 'Delete this run' }).boundingBox())!;
  expect(last.y + last.height).toBeLessThanOrEqual((await bar.boundingBox())!.y);
  const cut = await bar.locator('p').evaluateAll((lines) => lines.filter((p) => p.scrollWidth > p.clientWidth).length);
  expect(cut).toBe(0);
});

test('while the connection is lost, the bar says so and promises no time', async ({ page, isMobile }) => {
  test.skip(isMobile && !ON_ALL_SCREENS, 'once is enough');
  const { id, key } = await newRun(page.request, { effort: 'thorough' });
  const bar = page.getByRole('complementary', { name: 'Progress' });
  await page.goto(`/r/${id}#key=${key}`);
  await expect(bar).toContainText(/ left\b/);
  await page.route('**/step', (route) => route.abort());
  await expect(bar).toContainText('Connection lost. Nothing is lost: the step will be repeated.');
  await expect(bar).not.toContainText(/ left\b/);
  await page.unroute('**/step');
  await expect(bar).toContainText('Training while this page is open.');
  await expect(bar).toContainText(/ left\b/);
});
