import { expect, test, type Page } from '@playwright/test';
import { learnableCsv, noiseCsv } from '../workerd/tables.ts';
import { finishRun, newRun, sharedRun } from './finished-run.ts';

const TABLE = { type: 'text/csv', data: learnableCsv(160) };
let one = '';
let other = '';

test.beforeEach(async ({ request }) => {
  one = (await sharedRun(request, { seed: 1, model: { epochs: 16 } }, TABLE)).id;
  other = (await sharedRun(request, { seed: 2, drop: ['b'], model: { units: [8], epochs: 16 } }, TABLE)).id;
});

const verdicts = (page: Page) => page.getByRole('table').first();
const differing = (page: Page) => page.getByRole('region', { name: 'Differences' });

async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
}

test('the gain of a run that stopped at its gate has its interval', async ({ page }) => {
  const { id } = await sharedRun(page.request, { target: ['label'] }, { type: 'text/csv', data: noiseCsv(300) });
  await page.goto(`/compare?runs=${one},${id}`);
  const row = verdicts(page).locator('tbody').getByRole('row').nth(1);
  await expect(row).toContainText('Too little data');
  await expect(row).toContainText(/-?\d+\.\d\s*95\s%: -?\d+\.\d to -?\d+\.\d\s*percentage points compared/);
  await expectNoSidewaysScrolling(page);
});

test('a run is added by its link and removed; the link holds the comparison', async ({ page, baseURL }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('/compare');
  await expect(page.getByText('No runs to compare yet')).toBeVisible();
  const field = page.getByLabel('Link to another run', { exact: true }).and(page.getByRole('textbox'));
  await field.fill('no link');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: "isn't a link to a run" })).toBeVisible();
  await field.fill(`${baseURL}/r/${one}?stage=tune`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/compare\\?runs=${one}$`));
  await expect(page.getByText('Add a second run')).toBeVisible();
  await field.fill(other);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/compare\\?runs=${one},${other}$`));
  await expect(differing(page)).toBeVisible();
  await page.reload();
  await test.step('two runs side by side: verdicts, curves, and only what differs', async () => {
    const rows = verdicts(page).locator('tbody').getByRole('row');
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText('Works');
    await expect(rows.first()).toContainText('Predicts "y" within');
    await expect(rows.first()).toContainText(/95\s%: .* to /);
    await expect(rows.first().getByRole('link')).toHaveAttribute('href', `/r/${one}`);
    await expect(rows.nth(1).getByRole('link')).toHaveAttribute('href', `/r/${other}`);
    await expect(page.getByRole('figure', { name: /mean absolute error of 2 runs .* A .*, B / })).toBeVisible();

    const settings = differing(page).getByRole('row');
    const setting = (name: string) => settings.filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    await expect(setting('Seed').getByRole('cell')).toHaveText([/1$/, /2$/]);
    await expect(setting('Excluded columns').getByRole('cell')).toHaveText([/none$/, /b$/]);
    await expect(setting('Layers').getByRole('cell').nth(1)).toHaveText(/8$/);
    await expect(setting('Target')).toHaveCount(0);
    await expect(differing(page).getByText('Target')).toBeHidden();
    await differing(page)
      .getByText(/Same in all runs/)
      .click();
    await expect(differing(page).getByText('Target')).toBeVisible();
    await expectNoSidewaysScrolling(page);

    await test.step('the loss is one tap away', async () => {
      await page.getByRole('group', { name: 'Chart' }).getByText('Loss').click();
      await expect(page.getByRole('figure', { name: /Loss of 2 runs/ })).toBeVisible();
    });
  });
  await page.getByRole('button', { name: /^Remove A,/ }).click();
  await expect(page).toHaveURL(new RegExp(`/compare\\?runs=${other}&chart=loss$`));
  await expect(verdicts(page).getByRole('link')).toHaveAttribute('href', `/r/${other}`);
  expect(errors).toEqual([]);
});

test('a missing run is noted in its place, and a running one is followed', async ({ page }) => {
  const running = await newRun(page.request, { seed: 3, model: { epochs: 16 }, effort: 'single' }, TABLE);
  await page.goto(`/compare?runs=${one},${'a'.repeat(22)},${running.id}`);
  const rows = verdicts(page).locator('tbody').getByRole('row');
  await expect(rows.nth(0)).toContainText('Works');
  await expect(rows.nth(1)).toContainText('There is no run at this link');
  await expect(rows.nth(2)).toContainText('Running');
  await expect(rows.nth(2)).toContainText('not yet');
  await finishRun(page.request, running);
  await expect(rows.nth(2)).toContainText('Works');
  await expect(page.getByRole('figure', { name: /mean absolute error of 2 runs .* A .*, C / })).toBeVisible();
  await expectNoSidewaysScrolling(page);
});
