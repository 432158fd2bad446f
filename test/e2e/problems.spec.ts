import { expect, test } from '@playwright/test';
import { rankedCsv } from '../workerd/tables.ts';
import { sharedRun } from './finished-run.ts';

test('rows are ranked within searches, if the form is told so', async ({ page }) => {
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
  const asking = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/runs'));
  await page.getByRole('button', { name: 'Start', exact: true }).press('Enter');
  expect((await asking).postDataJSON()).toMatchObject({ target: ['grade'], query: 'search', effort: 'quick' });
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
});

test('a ranking says how well it ranks, by place too, and scores a row', async ({ page }) => {
  const spec = { target: ['grade'], query: 'search', protocol: 'k-fold', effort: 'single' };
  const { id } = await sharedRun(page.request, spec, { type: 'text/csv', data: rankedCsv(40) });
  await page.goto(`/r/${id}`);
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
