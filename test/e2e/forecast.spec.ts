import { expect, test } from '@playwright/test';
import { finishedRun } from './finished-run.ts';

/** Months of two shops, one ten times the other. */
function csv(): string {
  const rows = Array.from({ length: 130 }, (_, t) =>
    ['north', 'south'].map((shop, at) => {
      const sales = 10 ** at * (50 + 0.3 * t + 9 * Math.sin((2 * Math.PI * t) / 12) + ((t * 7) % 5) / 5);
      return `${new Date(Date.UTC(2014, t, 1)).toISOString().slice(0, 10)},${shop},${sales.toFixed(3)}`;
    }),
  );
  return ['month,shop,sales', ...rows.flat()].join('\n');
}

test('a forecast shows what comes next, and how it did beside the naive ones', async ({ page, request }) => {
  const file = { type: 'text/csv', data: csv() };
  const spec = { target: ['sales'], horizon: 3, series: 'shop', effort: 'quick' };
  const { id } = await finishedRun(request, spec, file);
  await page.goto(`/r/${id}`);
  const next = page.getByRole('region', { name: 'What comes next' });
  await expect(next.getByRole('figure', { name: /^Forecast of sales: north/ })).toBeVisible();
  await next.getByLabel('Series').selectOption('south');
  const figure = next.getByRole('figure', { name: /^Forecast of sales: south/ });
  await figure.getByText('View data').click();
  const table = figure.getByRole('table');
  await expect(table.getByRole('rowheader')).toHaveText(['Nov 2024', 'Dec 2024', 'Jan 2025']);
  const drawing = await figure.getByTestId('forecast').boundingBox();
  expect(drawing!.width).toBeGreaterThan(200);
  await expect(page.getByRole('figure', { name: /MASE/ })).toContainText('seasonal naive');
  await expect(page.getByTestId('verdict')).toContainText('the next 3 values of "sales"');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()!.width,
  );
  // A file that goes on is answered with what comes after it.
  const newer = page.getByRole('region', { name: 'Forecast from a newer file' });
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    newer
      .locator('input[type=file]')
      .setInputFiles({ name: 'newer.csv', mimeType: 'text/csv', buffer: Buffer.from(csv()) }),
  ]);
  expect(saved.suggestedFilename()).toContain('newer');
});

test('steps ahead are offered where rows have a time', async ({ page }) => {
  await page.goto('/');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from(csv()) });
  await page.getByRole('radio', { name: /^sales/ }).check();
  await page.getByLabel('Steps ahead').fill('3');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('name the column that tells them apart');
  await page.getByLabel('Series').selectOption('shop');
  await expect(preview).toContainText('forecast (the next 3 values)');
});
