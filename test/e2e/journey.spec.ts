import { expect, test, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { learnableCsv } from '../workerd/tables.ts';

test.use({ serviceWorkers: 'allow' });

/** Enough rows for one deal of folds: a run of seconds. */
const CSV = learnableCsv(250);

const ON_ALL_SCREENS = process.env['STEPWELL_SCREENS'] === 'all';

/** Uploads the table on the home page, asks for `y`, and starts. */
async function startRun(page: Page): Promise<void> {
  await page.goto('/');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'ugly, table.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
  const target = page.getByRole('radiogroup', { name: 'Column to predict' });
  await target.getByRole('radio', { name: /^y\b/ }).check({ force: true });
  await page.getByRole('radiogroup', { name: 'Effort' }).getByRole('radio', { name: /quick/i }).check({ force: true });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
}

test('from a file to a shared verdict', async ({ page, browser, baseURL }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await startRun(page);
  const main = page.locator('main');
  await expect(main).toHaveAttribute('data-status', 'finished', { timeout: 120_000 });
  await expect(page.getByTestId('verdict')).toContainText('Predicts "y" within');
  await expect(page.getByTestId('verdict')).toContainText('Tested once, on 50 rows it had never seen');
  await expect(page.getByRole('figure').first()).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(0);

  await test.step('the link opens elsewhere, without the key, and only watches', async () => {
    const stranger = await browser.newContext();
    const watcher = await stranger.newPage();
    const posts: string[] = [];
    watcher.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.url());
    });
    await watcher.goto(page.url());
    await expect(watcher.locator('main')).toHaveAttribute('data-status', 'finished');
    await expect(watcher.getByTestId('verdict')).toContainText('Predicts "y" within');
    expect(posts).toEqual([]);
    expect(
      await watcher.evaluate(() => JSON.stringify(Object.fromEntries(Object.entries(localStorage)))),
    ).not.toContain('key');
    await stranger.close();
  });

  await test.step('the command line ends on the same weights, whatever its step budget', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-e2e-'));
    const file = join(folder, 'table.csv');
    const json = join(folder, 'report.json');
    await writeFile(file, CSV);
    const run = promisify(execFile);
    const id = page.url().split('/').at(-1)!;
    const shown: unknown = await (await page.request.get(`/api/runs/${id}/report`)).json();
    await run(process.execPath, [
      'apps/cli/bin/stepwell.mjs',
      'run',
      file,
      '--target',
      'y',
      '--effort',
      'quick',
      '--url',
      baseURL!,
      '--json',
      json,
      '--step-minibatches',
      '397',
    ]);
    const report: unknown = JSON.parse(await readFile(json, 'utf8'));
    expect(weightsOf(report)).toMatch(/^[0-9a-f]{64}$/);
    expect(weightsOf(report)).toBe(weightsOf(shown));
    const key = await page.evaluate((run) => {
      const held: unknown = JSON.parse(localStorage.getItem('stepwell.keys') ?? '{}');
      return String(Reflect.get(Object(held), run));
    }, id);
    const cli = (...options: string[]) =>
      run(process.execPath, ['apps/cli/bin/stepwell.mjs', ...options], { env: { ...process.env, STEPWELL_KEY: key } });
    const attaching = await cli('verify', page.url(), '--data', file, '--attach');
    expect(attaching.stdout).toContain(`weights   same bits, sha256 ${weightsOf(shown)}`);
    const here = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
    expect(attaching.stdout).toContain(`attached  as your statement, in ${here}: whoever has the link sees it`);
    const written = await (await page.request.get(`/api/runs/${id}/report.md`)).text();
    expect(written).toMatch(/^- Checked: same bits, \d{4}-\d\d-\d\d, in Node /m);
    expect((await cli('predictions', page.url(), 'off')).stdout).toContain('Only who holds the key');
    const off: unknown = await cli('predict', page.url(), file).catch((error: unknown) => error);
    expect(off).toMatchObject({ code: 4, stderr: expect.stringContaining('[predictions_off]') });
    const predicted = (await cli('predict', page.url(), file, '--with-key')).stdout;
    expect(predicted).toMatch(/^row,y,low90\(y\),high90\(y\),notes\n1,/);
    expect((await cli('predictions', page.url(), key, 'on')).stdout).toContain('Whoever has a link');
    expect((await cli('predict', page.url(), file)).stdout).toBe(predicted);
    const tampered = join(folder, 'tampered.csv');
    await writeFile(tampered, CSV.replace(/\n-?\d+\.\d+/, '\n0.5'));
    const refused: unknown = await cli('verify', page.url(), '--data', tampered).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("tampered.csv isn't the file of this run"),
    });
    expect(refused).toMatchObject({ stdout: expect.stringMatching(/^differs {3}.+ the run .+, and here it /m) });
  });
  await test.step('the search lays open every trial, and shows the curve of the one that is tapped', async () => {
    await page.getByRole('button', { name: /^tune\b/ }).click();
    const trials = page.getByRole('table').getByRole('row');
    await expect(trials).toHaveCount(7);
    await expect(trials.nth(1)).toContainText(/chosen.* ± /);
    const shown = page.getByRole('combobox', { name: 'Trial' });
    const chosen = await shown.inputValue();
    await trials.nth(2).getByRole('button').click();
    await expect(shown).not.toHaveValue(chosen);
    await expect(page.getByRole('figure', { name: /of trial \d/ })).toBeVisible();
  });
  expect(errors).toEqual([]);
});

test('a run survives a page that was left, and a network that goes away in the middle of a step', async ({
  page,
  context,
  isMobile,
}) => {
  test.skip(isMobile && !ON_ALL_SCREENS, 'a whole run: once is enough');
  await startRun(page);
  const url = page.url();
  const main = page.locator('main');
  await expect(main).toHaveAttribute('data-status', 'running');
  await page.goto('about:blank');
  await page.goto(url);
  await expect(main).toHaveAttribute('data-status', 'running');
  await context.setOffline(true);
  await expect(page.getByText(/Connection lost|offline/i).first()).toBeVisible({ timeout: 30_000 });
  await context.setOffline(false);
  await expect(main).toHaveAttribute('data-status', 'finished', { timeout: 120_000 });
});

test('a file with many rows that do not fit is answered with a sentence, and read without them', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'ragged.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`a,b\n1,2\n${'3\n'.repeat(6)}${'4,5\n'.repeat(20)}`),
  });
  const alert = page.getByRole('alert').filter({ hasText: "6 of 27 rows don't have 2 cells" });
  await alert.getByRole('button', { name: 'Read the file without these rows' }).click();
  await expect(page.getByText('21 rows, 2 columns')).toBeVisible();
  await expect(page.getByText('6 rows have another number of cells and were left out.')).toBeVisible();
});

function weightsOf(report: unknown): string {
  if (typeof report !== 'object' || report === null || !('model' in report)) return '';
  const { model } = report;
  if (typeof model !== 'object' || model === null || !('sha256' in model)) return '';
  return String(model.sha256);
}
