import { expect, test, type Page } from '@playwright/test';
import { finishedRun } from './finished-run.ts';

test('the key holder creates an expiring link, and revokes it', async ({ page, context, browser, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id, key } = await finishedRun(page.request, { effort: 'single' });
  await page.addInitScript(
    ([run, held]) => localStorage.setItem('stepwell.keys', JSON.stringify({ [run!]: held })),
    [id, key],
  );
  // The first list is slow: it is answered when there is a link that it doesn't have.
  const listing = `**/api/runs/${id}/links`;
  const made = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/links'),
  );
  await page.route(
    listing,
    async (route) => {
      const answer = await route.fetch();
      await made;
      await route.fulfill({ response: answer }).catch(() => {});
    },
    { times: 1 },
  );
  await page.goto(`/r/${id}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const part = page.getByRole('dialog').getByRole('region', { name: 'Expiring links' });
  await expect(part.getByRole('listitem')).toHaveCount(0);
  await part.getByRole('combobox', { name: 'Expires' }).selectOption('in 30 days');
  await part.getByRole('button', { name: 'Create a link' }).click();
  const line = part.getByRole('listitem');
  await expect(line).toContainText(/expires [A-Z][a-z]{2} \d+, \d{4}/);
  await line.getByRole('button', { name: /^Copy/ }).click();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('Link copied.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(new RegExp(`^${baseURL}/r/[0-9A-Za-z]{22}$`));
  expect(link).not.toContain(id);

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(stranger.locator('main')).toHaveAttribute('data-status', 'finished');
  expect(await stranger.content()).not.toContain(id);
  await stranger.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(stranger.getByRole('textbox', { name: 'Link' })).toHaveValue(link);
  await expect(stranger.getByRole('region', { name: 'Expiring links' })).toHaveCount(0);

  await line.getByRole('button', { name: /^Revoke/ }).click();
  await expect(part.getByRole('listitem')).toHaveCount(0);
  await stranger.reload();
  await expect(stranger.getByRole('heading', { name: 'Run not found' })).toBeVisible();
  await stranger.close();
});

test('the key holder switches predictions off for others, and still predicts', async ({ page, browser }) => {
  const { id, key } = await finishedRun(page.request, { effort: 'single', ignoreGate: true });
  await page.addInitScript(
    ([run, held]) => localStorage.setItem('stepwell.keys', JSON.stringify({ [run!]: held })),
    [id, key],
  );
  const tryIt = (of: Page) => of.getByRole('region', { name: 'Try it' });
  await page.goto(`/r/${id}`);
  const share = page.getByRole('button', { name: 'Share', exact: true });
  await expect(share).toBeVisible();
  // The dialog reads the run when it opens: the answer is from before the change, and comes after it.
  let change = () => {};
  const changed = new Promise<void>((resolve) => (change = resolve));
  let readBefore = () => {};
  const read = new Promise<void>((resolve) => (readBefore = resolve));
  let answerLate = () => {};
  const answered = new Promise<void>((resolve) => (answerLate = resolve));
  await page.route(
    (url) => url.pathname === `/api/runs/${id}`,
    async (route) => {
      const response = await route.fetch();
      readBefore();
      await changed;
      await route.fulfill({ response });
      answerLate();
    },
    { times: 1 },
  );
  await share.click();
  const dialog = page.getByRole('dialog');
  const part = dialog.getByRole('region', { name: 'Predictions' });
  await expect(dialog.getByRole('link', { name: /^Model with a program/ })).toHaveCount(1);
  await read;
  await part.getByRole('button', { name: 'Switch off for others' }).click();
  await expect(part).toContainText('Only you can use the model');
  change();
  await answered;
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(part).toContainText('Only you can use the model');
  await expect(dialog.getByRole('link', { name: /^Model with a program/ })).toHaveCount(0);
  await page.reload();
  await expect(tryIt(page)).toContainText('Predictions are switched off for others.');
  await expect(tryIt(page).getByTestId('answer').getByText(/^-?\d/)).toBeVisible();
  await tryIt(page).getByLabel('a', { exact: true }).fill('1');
  // The model comes with the key, too.
  await expect(tryIt(page).locator('[data-engine=device]')).toBeVisible();

  const stranger = await browser.newPage();
  const refused: string[] = [];
  stranger.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  await stranger.goto(`/r/${id}`);
  await expect(tryIt(stranger)).toContainText("Whoever holds this run's key has switched predictions off for others.");
  await expect(tryIt(stranger).getByTestId('answer')).toHaveCount(0);
  expect(refused).toEqual([]);

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await part.getByRole('button', { name: 'Switch on for everyone with a link' }).click();
  await expect(part).toContainText('Anyone with a link can use the model');
  await stranger.reload();
  await expect(tryIt(stranger).getByTestId('answer').getByText(/^-?\d/)).toBeVisible();
  await stranger.close();
});
