import { expect, test, type Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { generator } from '@stepwell/base/random';
import { violationsOf } from './axe.ts';
import { coloursZip } from './colours.ts';
import { finishRun, newRun, sharedRun } from './finished-run.ts';

/** Coloured squares, all in one folder, and a table that names them: what each is follows from its colour and its weight. */
function weighedZip(): Buffer {
  const random = generator(4, 'test', 'weights');
  const files: Record<string, Uint8Array> = {};
  const lines = Object.entries(unzipSync(coloursZip())).map(([path, image], i) => {
    files[`squares/${i}.png`] = image;
    const weight = random.uniform() * 10;
    return `${i}.png,${weight.toFixed(2)},${path.split('/')[0]} ${weight < 5 ? 'light' : 'heavy'}`;
  });
  const table = new TextEncoder().encode(['file,weight,y', ...lines].join('\n'));
  return Buffer.from(zipSync({ ...files, 'squares.csv': table }));
}

const SQUARES = { type: 'application/zip', data: weighedZip() };

/** Opens a finished run on images with a column beside them. */
async function openWeighed(page: Page): Promise<string> {
  const spec = { name: 'weighed squares', model: { epochs: 40 }, effort: 'single' };
  const { id } = await sharedRun(page.request, spec, SQUARES);
  await page.goto(`/r/${id}`);
  await expect(page.getByRole('img', { name: 'Drawing area' })).toBeVisible();
  return id;
}

const panel = (page: Page) => page.getByRole('region', { name: 'Try it' });
const answer = (page: Page) => panel(page).getByTestId('answer');
const named = (page: Page) => answer(page).locator('strong');

test('a picture and the values beside it are answered together, on this device', async ({ page }) => {
  await openWeighed(page);
  const weight = panel(page).getByLabel('weight', { exact: true });
  await expect(weight).toBeVisible();
  await expect(answer(page)).toContainText('Draw something, or choose a picture.');
  const red = Buffer.from(unzipSync(coloursZip())['red/0.png']!);
  await panel(page)
    .getByLabel('Choose a picture')
    .setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: red });
  await weight.fill('1');
  await expect(named(page)).toHaveText('red light');
  await weight.fill('9');
  await expect(named(page)).toHaveText('red heavy');
  // A value that training never saw is said to be one, in its field.
  await weight.fill('40');
  await expect(panel(page)).toContainText('above anything seen in training');
  await panel(page).getByRole('button', { name: 'Other made-up values' }).click();
  await expect(weight).not.toHaveValue('40');
  expect(await violationsOf(page, { part: '#try' })).toEqual([]);
});

test('the gate shows each branch alone, and what it adds to the other', async ({ page }) => {
  const run = await newRun(page.request, { name: 'weighed squares', model: { epochs: 40 } }, SQUARES);
  await finishRun(page.request, run, 'scale-up');
  const { id } = run;
  const report = await (await page.request.get(`/api/runs/${id}/report`)).json();
  expect(report.gate.branches).toMatchObject({ kind: 'image', columns: 1, leftOut: null });
  await page.goto(`/r/${id}?stage=gate`);
  const branches = page.getByTestId('branches');
  await expect(branches).toBeVisible();
  await expect(branches).toContainText('images alone');
  await expect(branches).toContainText('columns alone');
  await expect(branches).toContainText(/The columns add .+ to the images; the images add .+ to the columns\./);
});

test('a zip with a table is predicted by file name', async ({ page }) => {
  const id = await openWeighed(page);
  const files = unzipSync(coloursZip());
  const table = new TextEncoder().encode('file,weight\nb.png,1\na.png,9\nnone.png,4\n');
  const zip = zipSync({ 'a.png': files['red/0.png']!, 'b.png': files['blue/0.png']!, 'rows.csv': table });
  const answered = await page.request.post(`/api/runs/${id}/predict`, {
    headers: { 'content-type': 'application/zip' },
    data: Buffer.from(zip),
  });
  expect(answered.ok()).toBe(true);
  const lines = (await answered.text()).trimEnd().split('\n').slice(1);
  expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual([
    '1,b.png,blue light',
    '2,a.png,red heavy',
    '3,none.png,',
  ]);
});
