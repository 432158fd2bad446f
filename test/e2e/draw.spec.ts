import { expect, test, type Locator, type Page } from '@playwright/test';
import { encode } from 'fast-png';
import { readFile } from 'node:fs/promises';
import { violationsOf } from './axe.ts';
import { coloursZip } from './colours.ts';
import { digitImage, digitsZip, drawLines, DRAWN, greyPng, photographOf, zipOf } from './digits.ts';
import { sharedRun } from './finished-run.ts';

/** Opens a finished run on handwritten digits. */
async function openDigits(page: Page): Promise<string> {
  const file = { type: 'application/zip', data: await digitsZip() };
  const { id } = await sharedRun(page.request, { name: 'digits', target: ['label'], effort: 'single' }, file);
  await page.goto(`/r/${id}`);
  await expect(canvas(page)).toBeVisible();
  return id;
}

const panel = (page: Page) => page.getByRole('region', { name: 'Try it' });
const canvas = (page: Page) => panel(page).getByRole('img', { name: 'Drawing area' });
const answer = (page: Page) => panel(page).getByTestId('answer');
const named = (page: Page) => answer(page).locator('strong');
const how = (page: Page) => panel(page).locator('figcaption');
const button = (page: Page, name: string) => panel(page).getByRole('button', { name, exact: true });

/** Waits until the answer is that of what the model is shown. */
async function answered(page: Page): Promise<string | null> {
  await expect(named(page)).toBeVisible();
  await expect(answer(page)).toHaveAttribute('aria-busy', 'false');
  return named(page).textContent();
}

/** Draws with the mouse, below the answer that stays in sight. */
async function draw(page: Page, digit: keyof typeof DRAWN): Promise<void> {
  await canvas(page).evaluate((element) => {
    element.scrollIntoView({ block: 'end' });
    window.scrollBy(0, 60);
  });
  await drawLines(page, canvas(page), DRAWN[digit]);
}

/** The image that the model sees: red of each pixel, line by line. */
async function seen(page: Page): Promise<number[]> {
  return panel(page)
    .getByRole('img', { name: 'What the model sees' })
    .evaluate((element) => {
      if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas');
      const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
      return Array.from({ length: data.length / 4 }, (_, at) => data[4 * at]!);
    });
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await panel(page).getByLabel('Choose a picture').setInputFiles({ name, mimeType: 'image/png', buffer });
}

test('a drawn digit is named, on this device, and goes on without a connection', async ({ page, context }) => {
  await openDigits(page);
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  await expect(answer(page)).toContainText('Draw something, or choose a picture.');
  await draw(page, '7');
  expect(await answered(page)).toBe('7');
  await expect(how(page)).toContainText(
    'Your drawing is centred and shown to the model at 28\u00a0×\u00a028, light on dark, as the training images are.',
  );

  await test.step('as MNIST has it: 20 pixels high, with the centre of mass at 14.5', async () => {
    const pixels = await seen(page);
    const lines = pixels.flatMap((value, at) => (value > 0 ? [Math.floor(at / 28)] : []));
    expect(Math.max(...lines) - Math.min(...lines) + 1).toBe(20);
    const mass = pixels.reduce((sum, value) => sum + value, 0);
    const across = pixels.reduce((sum, value, at) => sum + value * ((at % 28) + 0.5), 0) / mass;
    const down = pixels.reduce((sum, value, at) => sum + value * (Math.floor(at / 28) + 0.5), 0) / mass;
    expect(Math.abs(across - 14.5)).toBeLessThanOrEqual(0.55);
    expect(Math.abs(down - 14.5)).toBeLessThanOrEqual(0.55);
  });

  await context.setOffline(true);
  await button(page, 'Clear').click();
  await expect(answer(page)).toContainText('Draw something, or choose a picture.');
  await draw(page, '0');
  expect(await answered(page)).toBe('0');
  await draw(page, '1');
  await button(page, 'Undo').click();
  expect(await answered(page)).toBe('0');
  await expect(button(page, 'Undo')).toBeEnabled();
  await button(page, 'Undo').click();
  await expect(button(page, 'Undo')).toBeDisabled();
  expect(posts).toEqual([]);
});

test('a finger draws, and one may overrule what was assumed', async ({ page, context }) => {
  await openDigits(page);
  await test.step('a finger draws, and the page stays where it is', async () => {
    await canvas(page).evaluate((element) => {
      element.scrollIntoView({ block: 'end' });
      window.scrollBy(0, 60);
    });
    const before = await page.evaluate(() => window.scrollY);
    const box = (await canvas(page).boundingBox())!;
    const points = DRAWN[1][0]!.map(([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height }));
    const [from, to] = [points[0]!, points[1]!];
    const finger = await context.newCDPSession(page);
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
    for (let i = 1; i <= 20; i++) {
      const at = { x: from.x + ((to.x - from.x) * i) / 20, y: from.y + ((to.y - from.y) * i) / 20 };
      await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at] });
    }
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await answered(page)).toBe('1');
    expect(await page.evaluate(() => window.scrollY)).toBe(before);
  });
  await button(page, 'Clear').click();
  await test.step('one may overrule what was assumed, and sees what the model sees', async () => {
    await draw(page, '3');
    expect(await answered(page)).toBe('3');
    expect((await seen(page))[0]).toBe(0);
    await panel(page).getByRole('radio', { name: 'Dark on light' }).check();
    await expect(how(page)).toContainText('28\u00a0×\u00a028, dark on light.');
    const light = await seen(page);
    expect(light[0]).toBe(255);
    await panel(page).getByRole('radio', { name: 'As drawn' }).check();
    await expect(how(page)).toContainText('Your drawing is shown to the model at');
    expect(await seen(page)).not.toEqual(light);
    await panel(page).getByRole('radio', { name: 'Light on dark' }).check();
    await panel(page).getByRole('radio', { name: 'Centred' }).check();
    await expect(how(page)).toContainText('as the training images are');
    expect(await answered(page)).toBe('3');
  });
});

test('a picture of the right size is read as the service reads it, and a photograph for what is on it', async ({
  page,
}) => {
  const id = await openDigits(page);
  const image = await digitImage(5);
  const png = greyPng(image, 28);
  await choose(page, 'five.png', png);
  const here = await answered(page);
  expect(await seen(page)).toEqual([...image]);
  await expect(how(page)).toContainText('is not cropped or resized');
  const csv = await page.request.post(`/api/runs/${id}/predict`, {
    headers: { 'content-type': 'image/png' },
    data: png,
  });
  expect((await csv.text()).split('\n')[1]!.split(',')[2]).toBe(here);

  const { pixels, width } = photographOf(image);
  await choose(page, 'paper.png', greyPng(pixels, width));
  await expect(how(page)).toContainText('What is drawn in your picture is centred');
  expect(await answered(page)).toBe('5');
  await panel(page).getByRole('radio', { name: 'As it is' }).check();
  await expect(how(page)).toContainText('The middle of your picture, a square, is shown to the model');

  await choose(page, 'no.png', Buffer.from('not a picture'));
  await expect(panel(page).getByRole('alert')).toContainText("isn't a picture that can be read");
  // Drawing takes the picture's place.
  await draw(page, '7');
  await expect(panel(page).getByRole('alert')).toHaveCount(0);
  expect(await answered(page)).toBe('7');
});

test('a zip of images is predicted and downloaded, and the next drawing needs no connection', async ({
  page,
  context,
}) => {
  await openDigits(page);
  await draw(page, '1');
  expect(await answered(page)).toBe('1');
  await context.setOffline(true);
  const download = page.waitForEvent('download');
  const zip = zipOf({ 'new/a.png': greyPng(await digitImage(2), 28), 'new/b.png': greyPng(await digitImage(6), 28) });
  await panel(page)
    .getByLabel('Predict a file')
    .setInputFiles({ name: 'two.zip', mimeType: 'application/zip', buffer: zip });
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 3))).toEqual([
    ['1', 'new/a.png', '2'],
    ['2', 'new/b.png', '6'],
  ]);
  await button(page, 'Clear').click();
  await draw(page, '0');
  expect(await answered(page)).toBe('0');
});

test('a model of colours is drawn for with coloured pens', async ({ page }) => {
  const file = { type: 'application/zip', data: coloursZip() };
  const { id } = await sharedRun(
    page.request,
    { name: 'colours', target: ['label'], model: {}, effort: 'single' },
    file,
  );
  await page.goto(`/r/${id}`);
  await expect(how(page)).toContainText('Your drawing is shown to the model at 16\u00a0×\u00a016.');
  for (const colour of ['Red', 'Blue', 'Green']) {
    await panel(page).getByRole('radio', { name: colour }).check();
    await draw(page, '1');
    expect(await answered(page)).toBe(colour.toLowerCase());
    await button(page, 'Clear').click();
  }
  await draw(page, '1');
  await panel(page).getByRole('radio', { name: 'Black' }).last().check();
  // The upper left corner is paper.
  expect((await seen(page))[0]).toBe(0);
  await axeFindsNothing(page);
  // A photograph is shown with its colours, whatever the paper is.
  const photograph = Buffer.from(
    encode({ width: 40, height: 20, channels: 3, data: new Uint8Array(2_400).fill(9).fill(200, 0, 1_200) }),
  );
  await choose(page, 'wide.png', photograph);
  await expect(how(page)).toContainText(
    'The middle of your picture, a square, is shown to the model at 16\u00a0×\u00a016.',
  );
  await expect.poll(async () => (await seen(page))[0]).toBe(200);
  expect((await seen(page)).at(-1)).toBe(9);
});

test('a model of an earlier version says that the look is assumed', async ({ page }) => {
  await page.route('**/signature', async (route) => {
    const response = await route.fetch();
    const signature = (await response.json()) as { columns: { look?: unknown }[] };
    for (const column of signature.columns) delete column.look;
    await route.fulfill({ response, json: signature });
  });
  await openDigits(page);
  await expect(how(page)).toContainText('kept by an earlier version');
  await draw(page, '7');
  expect(await answered(page)).toBe('7');
});

test('a model that cannot come to the device says so, and comes when asked again', async ({ page }) => {
  await page.route('**/api/runs/*/model', (route) => route.abort());
  await openDigits(page);
  await how(page).click();
  await expect(answer(page).getByRole('alert')).toBeVisible();
  await draw(page, '7');
  await page.unroute('**/api/runs/*/model');
  await button(page, 'Try again').click();
  expect(await answered(page)).toBe('7');
});

test('drawing fits the screen and a finger, and axe finds nothing, in the light and in the dark', async ({ page }) => {
  await openDigits(page);
  await axeFindsNothing(page);
  await test.step('in the dark, only colours differ', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await axeFindsNothing(page, 'color-contrast');
    await draw(page, '3');
    expect(await answered(page)).toBe('3');
    await axeFindsNothing(page, 'color-contrast');
    await page.emulateMedia({ colorScheme: 'light' });
  });
  expect(await answered(page)).toBe('3');
  await axeFindsNothing(page);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  for (const target of await panel(page).locator('button, summary, label').all()) await fitsAFinger(target);
});

async function axeFindsNothing(page: Page, rule?: string): Promise<void> {
  expect(await violationsOf(page, { part: '#try', rule })).toEqual([]);
}

async function fitsAFinger(target: Locator): Promise<void> {
  expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(44);
}
