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
    'Works. Predicts "miles_per_gallon" within 1.99',
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
  await test.step('the focus goes to what comes in place of a button, and back', async () => {
    await expect(run.getByRole('textbox', { name: 'Link with the edit key' })).toBeFocused();
    await run.getByRole('button', { name: 'Close' }).press('Enter');
    await expect(run.locator('summary')).toBeFocused();
    await run.getByRole('button', { name: 'Rename' }).press('Enter');
    await expect(run.getByRole('textbox', { name: /^New name/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(run.locator('summary')).toBeFocused();
    await run.getByRole('button', { name: 'Remove from list' }).press('Enter');
    await expect(run.getByRole('button', { name: 'Remove', exact: true })).toBeFocused();
    await run.getByRole('button', { name: 'Cancel' }).press('Enter');
  });
  await test.step('or all of them by a file', async () => {
    await page.getByText('Move your runs to another device').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save runs and keys' }).press('Enter');
    const file = await readFile(await (await saving).path(), 'utf8');
    expect(JSON.parse(file)).toMatchObject({ format: 'stepwell.runs/1', runs: [{ id }], keys: { [id]: key } });
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await expect(page.getByText('Runs you start are listed here')).toBeVisible();
    await page.getByText('Move your runs to another device').click();
    const load = page.getByLabel('Load a file of runs');
    await load.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"runs":[]}') });
    await expect(page.getByText("This isn't a file of runs saved here.")).toBeVisible();
    await load.setInputFiles({ name: 'runs.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await expect(page.getByText('One run was added.')).toBeVisible();
    await expect(run).toContainText('y from table');
    await load.setInputFiles({ name: 'runs.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await expect(page.getByText("It has no run that isn't here already.")).toBeVisible();
    const odd = JSON.stringify({
      format: 'stepwell.runs/1',
      runs: ['../../compare', 'a'.repeat(22)].map((of) => ({ id: of, name: 'odd', target: 'y', createdAt: 1 })),
      keys: { '../../compare': key, ['a'.repeat(22)]: 'not a key' },
    });
    await load.setInputFiles({ name: 'odd.json', mimeType: 'application/json', buffer: Buffer.from(odd) });
    await expect(page.getByText("It has no run that isn't here already.")).toBeVisible();
    await expect(page.getByRole('region', { name: 'Your runs' }).getByRole('listitem')).toHaveCount(1);
  });
  await context.close();
});

test("a link with a key that isn't the run's keeps nothing, and the right link still works", async ({ page }) => {
  const { id, key } = await sharedRun(page.request, { ignoreGate: true });
  const kept = () => page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  const wrong = [
    key.startsWith('A') ? `B${key.slice(1)}` : `A${key.slice(1)}`,
    'schl%C3%BCssel%0D%0AX-Header:%201',
    '',
    'x'.repeat(100_000),
  ];
  for (const fragment of wrong) {
    // Another page in between: only the fragment would change, and nothing be loaded.
    await page.goto('about:blank');
    await page.goto(`/r/${id}#key=${fragment}`);
    await expect(page.getByRole('alert').filter({ hasText: "isn't this run's" })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/r/${id}$`));
    expect(await kept()).not.toContain(id);
    await expect(page.getByText('Delete this run')).toBeHidden();
  }
  await test.step('in the open page, too', async () => {
    await page.evaluate((handed) => (window.location.hash = `key=${handed}`), key);
    await expect(page.getByText('This browser now holds the edit key')).toBeVisible();
    expect(await kept()).toContain(key);
    expect(await page.evaluate(() => window.location.href + document.title)).not.toContain(key);
  });
});

test('the link that is copied while a run loads has no key', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id, key } = await sharedRun(page.request, { ignoreGate: true });
  await page.route(`**/api/runs/${id}*`, () => {});
  await page.goto(`/r/${id}#key=${key}`);
  await page.getByRole('button', { name: 'Copy link' }).press('Enter');
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(`/r/${id}$`));
});
