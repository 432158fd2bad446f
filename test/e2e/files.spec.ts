import { expect, test, type Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { bytesFrom, cellsOf, idx, npy } from '../../packages/data/src/testing/archive/write-files.ts';

const RUN = /\/r\/[0-9A-Za-z]{22}$/;
const SIDE = 4;

/** Chooses a file on the home page. */
async function choose(page: Page, name: string, buffer: Uint8Array): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Choose a file').setInputFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(buffer),
  });
}

/** Drops files where they may be dropped, as a browser does. */
async function drop(page: Page, files: Record<string, Uint8Array>): Promise<void> {
  const sent = Object.entries(files).map(([name, bytes]) => ({ name, bytes: [...bytes] }));
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of given) transfer.items.add(new File([Uint8Array.from(bytes)], name));
    return transfer;
  }, sent);
  await page.getByText('or drop it here').dispatchEvent('drop', { dataTransfer });
}

function labelsFor(rows: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => row % 2);
}

const target = (page: Page) => page.getByRole('radiogroup', { name: 'Column to predict' });

test('email is classified, from a tap to the verdict', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'a whole run: once is enough');
  await page.goto('/');
  await page.getByRole('button', { name: 'Is this email spam?' }).click();
  await expect(target(page).getByRole('radio', { name: 'label' })).toBeChecked();
  await expect(target(page)).toContainText('text · input only');
  await expect(page.getByRole('radio', { name: 'Quick' })).toBeChecked();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(RUN);
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished', { timeout: 120_000 });
  await expect(page.getByTestId('verdict')).toContainText('Works. Predicts "label" correctly for');
  await page.getByRole('button', { name: /^tune\b/ }).press('Enter');
  await expect(page.getByRole('figure', { name: /of trial \d+ \(chosen\).* validation / })).toBeVisible();
});

test('digits draw their first curve', async ({ page, isMobile }) => {
  test.skip(isMobile, 'trains convolutions: once is enough');
  await page.goto('/');
  await page.getByRole('button', { name: 'Which digit is it?' }).click();
  await expect(target(page).getByRole('radio', { name: 'label' })).toBeChecked();
  await expect(target(page)).toContainText('28×28×1');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(RUN);
  await expect(page.getByRole('figure', { name: /of small model over/ })).toBeVisible({ timeout: 60_000 });
});

test('two idx files that are dropped together are images and their labels', async ({ page }) => {
  await page.goto('/');
  const rows = 40;
  await drop(page, {
    'train-labels-idx1-ubyte': idx([rows], labelsFor(rows)),
    'train-images-idx3-ubyte': idx([rows, SIDE, SIDE], bytesFrom(rows * SIDE * SIDE)),
  });
  await expect(page.getByRole('heading', { name: 'What do you want to predict in train-labels?' })).toBeVisible();
  await expect(target(page).getByRole('radio', { name: 'label' })).toBeChecked();
  await expect(target(page).getByRole('radio', { name: 'image' })).toBeDisabled();
  await expect(target(page)).toContainText('4×4×1');
});

test('the test part of an npz stays sealed', async ({ page }) => {
  const part = (name: string, rows: number) => ({
    [`x_${name}.npy`]: npy('|u1', [rows, SIDE, SIDE], bytesFrom(rows * SIDE * SIDE)),
    [`y_${name}.npy`]: npy('<i8', [rows], cellsOf(BigInt64Array.from(labelsFor(rows), BigInt))),
  });
  await choose(page, 'tiny.npz', zipSync({ ...part('train', 80), ...part('test', 30) }));
  await expect(page.getByText('The file includes 30 test rows, sealed until the last stage.')).toBeVisible();
  await expect(page.getByText('80 rows, 2 columns')).toBeVisible();
  await page.getByRole('radio', { name: 'Quick' }).check({ force: true });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(RUN);
  await page.getByRole('button', { name: /^protocol\b/ }).click();
  await expect(page.getByText('30 test rows sealed', { exact: true })).toBeVisible();
});

test('a column defines the test rows', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a form of few controls: once is enough');
  const parts = ['train', 'train', 'train', 'val', 'test'];
  const lines = Array.from({ length: 200 }, (_, row) => `${row % 7},${row % 11},${parts[row % 5]},${3 * (row % 7)}`);
  await choose(page, 'parted.csv', Buffer.from(['a,b,split,y', ...lines].join('\n')));
  await expect(target(page).getByRole('radio', { name: 'y' })).toBeChecked();
  const said = page.getByRole('combobox', { name: 'Column that defines the train, validation and test split' });
  await said.selectOption('split (train, val, test)');
  await page.getByRole('radio', { name: 'Quick' }).check({ force: true });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(RUN);
  await page.getByRole('button', { name: /^protocol\b/ }).click();
  await expect(page.getByText('40 test rows sealed', { exact: true })).toBeVisible();
});

test('a broken zip is answered with a message', async ({ page }) => {
  const zip = zipSync({ 'x.npy': npy('<f8', [2, 2], cellsOf(Float64Array.of(1, 2, 3, 4))) });
  await choose(page, 'broken.zip', zip.subarray(0, zip.length / 2));
  const alert = page.getByRole('alert').filter({ hasText: 'The file is truncated' });
  await expect(alert).toBeVisible();
  await expect(alert.getByRole('button')).toHaveCount(0);
});

test('too many images are sampled if the user agrees', async ({ page, isMobile }) => {
  test.skip(isMobile, 'reads 50 MB twice: once is enough');
  const rows = 64_000;
  const images = idx([rows, 28, 28], new Uint8Array(rows * 28 * 28));
  const labels = idx([rows], labelsFor(rows));
  await choose(page, 'many.zip', zipSync({ 'images-idx3-ubyte': images, 'labels-idx1-ubyte': labels }));
  const alert = page.getByRole('alert').filter({ hasText: 'limit of 48 MB as typed columns' });
  await alert.getByRole('button', { name: 'Use a random sample: half of the rows' }).click();
  await expect(page.getByText("Random sample: half of the file's rows.")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^3[12]\d{3} rows, 2 columns/)).toBeVisible();
});
