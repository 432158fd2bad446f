import { expect, test } from '@playwright/test';
import { rankedCsv } from '../workerd/tables.ts';

test('rows are ranked within searches: from the form to the verdict', async ({ page }) => {
  await page.goto('/');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'searches.csv', mimeType: 'text/csv', buffer: Buffer.from(rankedCsv(40)) });
  await page.getByRole('radio', { name: /^grade\b/ }).check();
  await page.getByRole('radio', { name: /^Quick\b/ }).check();
  await page.getByText('More settings').press('Enter');
  await page.getByLabel('Rank rows within').selectOption('search');
  await expect(page.getByText('ranking (order the rows of each query)')).toBeVisible();
  await expect(
    page.getByLabel('Measure of success').getByRole('option', { name: 'NDCG@10', exact: true }),
  ).toBeAttached();
  await page.getByRole('button', { name: 'Start', exact: true }).press('Enter');
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished', { timeout: 120_000 });
  await expect(page.getByText(/Ranks the rows of each "search" by "grade" with NDCG@10/).first()).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Relevance by place' })).toBeVisible();
  await expect(page.getByTestId('answer').getByText(/^score/)).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(width).toBeLessThanOrEqual(0);
});

test('classes in order are noticed, and their order is learned if it is asked for', async ({ page }) => {
  const words = ['poor', 'fair', 'good', 'excellent'];
  const rows = Array.from({ length: 120 }, (_, i) => `${i % 7},${words[(i * 5) % 4]}`);
  await page.goto('/');
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'stays.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['nights,rating', ...rows].join('\n')),
  });
  await page.getByRole('radio', { name: /^rating\b/ }).check();
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('multiclass classification (one of several classes)')).toBeVisible();
  const order = preview.getByRole('checkbox', { name: 'The classes have an order: learn it' });
  await order.check();
  await expect(preview.getByText('ordinal classification (one of several levels)')).toBeVisible();
  await expect(preview.getByText(/quadratic kappa\./)).toBeVisible();
  await page.getByRole('radio', { name: /^nights\b/ }).check();
  await expect(order).not.toBeChecked();
});
