import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { sharedRun } from './finished-run.ts';

test('your own file comes first, then what one gets, the examples and your runs', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('main').getByRole('heading', { level: 2 })).toHaveText([
    'Use your own data',
    'Try an example',
    'Your runs',
  ]);
  await expect(page.getByRole('figure', { name: /^What you get/ })).toContainText(
    'Works. Predicts "miles_per_gallon" within 1.95',
  );
});

test('a link hands over the edit key, which leaves the address and lists the run', async ({ page, context }) => {
  const { id, key } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}#key=${key}`);
  await expect(page.getByText('This browser now holds the edit key')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/r/${id}$`));
  await expect(page.getByText('Delete this run').first()).toBeVisible();

  await page.goto('/');
  const run = page.getByRole('region', { name: 'Your runs' }).getByRole('listitem').first();
  await expect(run).toContainText(/y from table\s*Works 0\.\d+/);
  await expect(run.locator('img')).toHaveJSProperty('naturalWidth', 96);
  await test.step('another device gets it by a code or a link', async () => {
    await run.getByText('More').click();
    await run.getByRole('button', { name: 'Open on another device' }).press('Enter');
    await expect(run.getByRole('img', { name: 'QR code of the link with the edit key.' })).toBeVisible();
    const link = await run.getByRole('textbox', { name: 'Link with the edit key' }).inputValue();
    expect(link).toMatch(new RegExp(`/r/${id}#key=${key}$`));
  });
  await test.step('or all of them by a file', async () => {
    await page.getByText('Carry your runs to another device').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save runs and keys' }).press('Enter');
    const file = await readFile(await (await saving).path(), 'utf8');
    expect(JSON.parse(file)).toMatchObject({ format: 'stepwell.runs/1', runs: [{ id }], keys: { [id]: key } });
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await expect(page.getByText('Runs you start are listed here')).toBeVisible();
    await page.getByText('Carry your runs to another device').click();
    const load = page.getByLabel('Load a file of runs');
    await load.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"runs":[]}') });
    await expect(page.getByText("This isn't a file of runs saved here.")).toBeVisible();
    await load.setInputFiles({ name: 'runs.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await expect(page.getByText('One run was added.')).toBeVisible();
    await expect(run).toContainText('y from table');
    await load.setInputFiles({ name: 'runs.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await expect(page.getByText('All of its runs are here already.')).toBeVisible();
  });
  await context.close();
});
