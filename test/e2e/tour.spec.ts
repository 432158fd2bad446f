import { expect, test, type Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { learnableCsv } from '../workerd/tables.ts';

/** Where the pictures go: into docs/ for `npm run pictures`. */
const PICTURES = process.env['STEPWELL_PICTURES'] ?? 'test-results/pictures';

test.use({ serviceWorkers: 'allow' });

test('from a file to a verdict, shared, opened elsewhere, changed and compared', async ({ page, browser }, info) => {
  await mkdir(PICTURES, { recursive: true });
  const picture = async (seen: Page, what: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await seen.emulateMedia({ colorScheme });
      await seen.screenshot({
        path: join(PICTURES, `${what}-${info.project.name.replace('tour-', '')}-${colorScheme}.png`),
      });
    }
  };
  const { viewport, hasTouch, isMobile } = info.project.use;

  await page.goto('/');
  await expect(page.getByRole('button', { name: /gallon/ })).toBeVisible();
  await picture(page, 'home');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'trial.csv', mimeType: 'text/csv', buffer: Buffer.from(learnableCsv(250)) });
  await page.getByRole('radio', { name: 'y', exact: true }).check({ force: true });
  await expect(page.getByText('predict a number')).toBeVisible();
  await page.getByRole('radio', { name: 'Guided' }).check({ force: true });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
  await expect(page.getByText('define is done')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('measure is done')).toBeVisible();
  await page.getByRole('button', { name: 'Finish automatically' }).click();
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished', { timeout: 120_000 });
  await expect(page.getByTestId('verdict')).toContainText('Predicts "y" within');
  await expect(page.getByRole('figure', { name: /^Predicted vs/ })).toBeVisible();
  await picture(page, 'run');
  await page.goto(`${page.url()}?stage=scale-up`);
  await expect(page.locator('canvas').first()).toBeVisible();
  await picture(page, 'stage');

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const share = page.getByRole('dialog', { name: 'Share this run' });
  const link = await share.getByRole('textbox', { name: 'Link' }).inputValue();
  await share.getByRole('button', { name: 'Close' }).click();

  const context = await browser.newContext({ viewport, hasTouch, isMobile });
  const stranger = await context.newPage();
  await stranger.goto(link);
  await expect(stranger.getByTestId('verdict')).toContainText('Predicts "y" within');
  await stranger.getByRole('button', { name: /^tune\b/ }).click();
  await stranger.getByRole('button', { name: 'Try a variation' }).click();
  await stranger.getByRole('dialog').getByLabel('Dropout').fill('0.1');
  await stranger.getByRole('button', { name: 'Start new run' }).click();
  await stranger.waitForURL((url) => url.href !== link && /\/r\/[0-9A-Za-z]{22}$/.test(url.pathname));
  const origin = stranger.getByRole('region', { name: 'Variation of' });
  await expect(origin).toContainText('dropout: none to 0.1');
  await expect(stranger.locator('main')).toHaveAttribute('data-status', 'finished', { timeout: 120_000 });
  await origin.getByRole('link', { name: 'Compare' }).click();
  await expect(stranger.getByRole('heading', { name: 'Compare runs' })).toBeVisible();
  await expect(stranger.getByRole('heading', { name: 'Differences' })).toBeVisible();
  await expect(stranger.locator('canvas').first()).toBeVisible();
  await picture(stranger, 'compare');
  for (const seen of [page, stranger]) {
    const sideways = await seen.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
  }
  await context.close();
});
