import { expect, test } from '@playwright/test';
import { learnableCsv } from '../workerd/tables.ts';
import { sharedRun } from './finished-run.ts';

test('guided: it pauses after each stage, one is changed, and the rest finishes automatically', async ({ page }) => {
  await page.goto('/');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(learnableCsv(250)) });
  await page.getByRole('radio', { name: 'y', exact: true }).check({ force: true });
  await expect(page.getByText('predict a number')).toBeVisible();
  await expect(page.getByText(/^(under|about) (\d+|a|an) (seconds?|minutes?|hours?)$/)).toBeVisible();
  await page.getByRole('radio', { name: /quick/i }).check({ force: true });
  await page.getByRole('radio', { name: 'Guided' }).check({ force: true });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
  const first = page.url();
  await expect(page.getByText('define is done')).toBeVisible();
  await expect(page.getByRole('figure', { name: /Target: y/ })).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('measure is done')).toBeVisible();

  await page.getByRole('button', { name: 'Change and restart' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Start new run' }).click();
  await expect(form.getByRole('alert')).toContainText('Change something first');
  await form.getByLabel('Measure of success').selectOption({ label: 'root mean squared error' });
  await form.getByRole('button', { name: 'Start new run' }).click();
  await page.waitForURL((url) => url.href !== first && /\/r\/[0-9A-Za-z]{22}$/.test(url.href));
  await expect(page.getByRole('region', { name: 'Variation of' })).toContainText('measure: none to rmse');
  await expect(page.getByText('define is done')).toBeVisible();
  await page.getByRole('button', { name: 'Finish automatically' }).click();
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished', { timeout: 120_000 });
  await expect(page.getByTestId('verdict')).toContainText('root mean squared error');

  await test.step('the original run is stopped, and can be resumed', async () => {
    await page.goto(first);
    await expect(page.getByTestId('verdict')).toContainText('Stopped manually');
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.locator('main')).toHaveAttribute('data-status', 'running');
    await page.getByRole('button', { name: /Pause|Continue/ }).waitFor();
  });

  await test.step('both are listed, renamed, pinned, compared and deleted', async () => {
    await page.goto('/');
    const list = page.getByRole('region', { name: 'Your runs' });
    await expect(list.getByRole('listitem')).toHaveCount(2);
    const older = list.getByRole('listitem').nth(1);
    await older.getByText('More').click();
    await older.getByRole('button', { name: 'Rename' }).click();
    await older.getByRole('textbox').fill('first try');
    await older.getByRole('button', { name: 'Save' }).click();
    await list.getByRole('listitem').nth(1).getByRole('button', { name: 'Pin' }).click();
    await expect(list.getByRole('listitem').first()).toContainText('y from first try');
    for (const tick of await list.getByRole('checkbox').all()) await tick.check();
    await expect(list.getByRole('link', { name: 'Compare 2 runs' })).toHaveAttribute('href', /runs=\w{22},\w{22}$/);
    await list.getByRole('listitem').first().getByRole('button', { name: 'Remove from list' }).click();
    await list.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(list.getByRole('listitem')).toHaveCount(1);
  });
});

test('anyone with the link can try a variation of any stage', async ({ page, request }) => {
  const { id } = await sharedRun(request, { ignoreGate: true });
  await page.goto(`/r/${id}?stage=measure`);
  const open = page.getByRole('button', { name: 'Try a variation' });
  const dialog = page.getByRole('dialog');
  const openOf = async (stage: string) => {
    await page.getByRole('button', { name: new RegExp(`^${stage}\\b`) }).press('Enter');
    await expect(page).toHaveURL(new RegExp(`stage=${stage}`));
    await open.click();
  };
  await test.step('only measures of the problem are offered', async () => {
    await open.click();
    await expect(page.getByLabel('Measure of success').getByRole('option')).toHaveText([
      'automatic (now mean absolute error)',
      'mean absolute error',
      'mean squared error',
      'root mean squared error',
      'R²',
      'mean absolute percentage error',
    ]);
    await page.keyboard.press('Escape');
  });
  await test.step('an invalid change is refused with a message, and nothing is lost', async () => {
    await openOf('protocol');
    await page.getByLabel('Folds').fill('1');
    await page.getByRole('button', { name: 'Start new run' }).click();
    await expect(dialog.getByRole('alert')).toContainText('folds');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(page.url()).toContain(id);
  });
  await test.step('a stage is changed from the values in force', async () => {
    await openOf('tune');
    await expect(page.getByLabel('Learning rate')).toHaveAttribute('placeholder', /^automatic \(now 0\.\d+\)$/);
    await expect(page.getByLabel('Optimizer').getByRole('option').first()).toHaveText(
      /^automatic \(now (rmsprop|adam)\)$/,
    );
  });
  await dialog.getByLabel('Dropout').fill('0.2');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  const origin = page.getByRole('region', { name: 'Variation of' });
  await expect(origin).toContainText('dropout: none to 0.2');
  await expect(origin.getByRole('link', { name: 'y from table' })).toHaveAttribute('href', `/r/${id}`);
  // It is this browser's own run from now on.
  await expect(page.getByRole('button', { name: 'Pause' }).or(page.getByText('Tested once'))).toBeVisible();
});
