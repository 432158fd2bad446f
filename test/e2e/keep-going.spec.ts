import { expect, test, type Page } from '@playwright/test';
import { learnableCsv } from '../workerd/tables.ts';

const ENDED = 120_000;

/** Starts a run from the home page, and waits until its page trains. */
async function startRun(page: Page, rows: number): Promise<string> {
  await page.goto('/');
  await page.getByText('Paste a table instead').click();
  await page.getByLabel('Table as text').fill(learnableCsv(rows));
  await page.getByRole('button', { name: 'Use this table' }).click();
  await page.getByRole('radio', { name: 'y', exact: true }).check({ force: true });
  await page.getByRole('radio', { name: 'Quick' }).check({ force: true });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
  return page.url();
}

test('a run continues in the background when its page is closed', async ({ page, context, browser }) => {
  const link = await startRun(page, 250);
  await page.getByRole('button', { name: 'Finish in the background' }).click();
  await expect(page.getByText('Running in the background. You can close this page.')).toBeVisible();
  await page.close();

  // Somebody else, who holds no key, watches it come to its end.
  const stranger = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const watching = await stranger.newPage();
  await watching.goto(link);
  const main = watching.locator('main');
  await expect(main).toHaveAttribute('data-status', 'finished', { timeout: ENDED });
  await expect(watching.getByTestId('verdict')).not.toBeEmpty();
  await stranger.close();
  // Who started it finds it among their runs.
  const again = await context.newPage();
  await again.goto(link);
  await expect(again.locator('main')).toHaveAttribute('data-status', 'finished');
});

test('a page takes a run back from the service, stops it, and resumes it', async ({ page }) => {
  await startRun(page, 500);
  await page.getByRole('button', { name: 'Finish in the background' }).click();
  await page.getByRole('button', { name: 'Run in this tab' }).click();
  await expect(page.getByText('Training while this page is open.')).toBeVisible();
  await page.getByRole('button', { name: 'Finish in the background' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('main')).toHaveAttribute('data-status', 'stopped');
  await page.getByRole('button', { name: 'Resume' }).click();
  // It was the service's before, and is again.
  await expect(page.getByText('Running in the background. You can close this page.')).toBeVisible();
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished', { timeout: ENDED });
});

test('a run is deleted by its owner, after a confirmation', async ({ page }) => {
  const link = await startRun(page, 40);
  // By keyboard: while it runs, what stands above grows, and a mouse may be released beside what it pressed.
  await page.getByRole('button', { name: 'Delete this run' }).press('Enter');
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await page.getByRole('button', { name: 'Delete this run' }).press('Enter');
  await page.getByRole('button', { name: 'Delete permanently' }).press('Enter');
  await page.waitForURL(/\/$/);
  await expect(page.getByRole('link', { name: /y from/ })).toHaveCount(0);
  const gone = await page.goto(link);
  expect(gone?.status()).toBe(404);
  await expect(page.getByText('Run not found')).toBeVisible();
});
