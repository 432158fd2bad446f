import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { violationsOf } from './axe.ts';
import { sharedRun } from './finished-run.ts';

/** A finished run whose `y` rises with `a`, falls with `b` and depends on `colour`. */
async function openFinished(page: Page): Promise<string> {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}`);
  await expect(answer(page).getByText(/^-?\d/)).toBeVisible();
  return id;
}

const panel = (page: Page) => page.getByRole('region', { name: 'Try it' });
const answer = (page: Page) => panel(page).getByTestId('answer');
const field = (page: Page, name: string) => panel(page).getByLabel(name, { exact: true });
/** Waits until the answer is that of the values in the form. */
async function answered(page: Page): Promise<number> {
  await expect(answer(page)).toHaveAttribute('aria-busy', 'false');
  return Number(await answer(page).locator('strong').textContent());
}

async function change(page: Page, name: string, value: string): Promise<number> {
  await field(page, name).fill(value);
  return answered(page);
}

test('the answer follows the fields, and notes say what training never saw', async ({ page }) => {
  await openFinished(page);
  const low = await change(page, 'a', '-1.5');
  const high = await change(page, 'a', '1.5');
  // y = 3a - 2b: the model was tested, and is that good at least.
  expect(high - low).toBeGreaterThan(4);

  await test.step('on this device, the answer says what moved it', async () => {
    await expect(panel(page).getByText('it works offline')).toBeVisible();
    await change(page, 'a', '1.5');
    await expect(answer(page).getByTestId('moves')).toContainText(/Against a typical value of each: a \+[\d.]+/);
  });

  await test.step('a made-up row fills every field', async () => {
    const before = await field(page, 'b').inputValue();
    await panel(page).getByRole('button', { name: 'Another made-up row' }).click();
    expect(await field(page, 'b').inputValue()).not.toBe(before);
    await answered(page);
    await change(page, 'a', '-1.5');
  });

  await test.step('the slider moves the number, by keyboard too', async () => {
    const slider = panel(page).getByRole('slider', { name: 'a, slider' });
    await slider.focus();
    await page.keyboard.press('Home');
    expect(Number(await field(page, 'a').inputValue())).toBeLessThan(-1.8);
    expect(await answered(page)).toBeLessThan(low);
  });

  await test.step('a note stands under the field it belongs to', async () => {
    await change(page, 'a', '77');
    await expect(field(page, 'a')).toHaveAccessibleDescription(/^above anything seen in training: -[\d.]+ to [\d.]+$/);
    await change(page, 'a', '');
    await expect(field(page, 'a')).toHaveAccessibleDescription('left empty: the average is used');
    await change(page, 'a', 'lots');
    await expect(field(page, 'a')).toHaveAccessibleDescription('not a number: counts as left empty');
    await field(page, 'colour').selectOption('another value…');
    await panel(page).getByLabel('colour, another value').fill('mauve');
    await expect(field(page, 'colour')).toHaveAccessibleDescription('not seen in training');
    await field(page, 'colour').selectOption('green');
    await expect(field(page, 'colour')).toHaveAccessibleDescription('3 categories in training');
  });

  await test.step('the curl line predicts the same', async () => {
    const expected = await change(page, 'b', '0.25');
    await panel(page).getByText('Use it from a program').click();
    const line = (await panel(page).getByRole('region', { name: 'curl line' }).textContent())!;
    const [, url, body] = /^curl '(.+?)' -H 'content-type: application\/json' --data-raw '(.+)'$/.exec(line)!;
    expect(JSON.parse(body!)).toEqual({ rows: [{ a: 'lots', b: 0.25, colour: 'green' }] });
    const predicted: unknown = await (
      await page.request.post(url!, { headers: { 'content-type': 'application/json' }, data: body! })
    ).json();
    expect(predicted).toMatchObject({ rows: [{ numbers: { y: expect.closeTo(expected, 2) } }] });
  });
});

test('without a connection the last answer stays, greyed, and comes back with it', async ({ page, context }) => {
  // The model doesn't come to this device.
  await page.route('**/engine/**', (route) => route.abort());
  await openFinished(page);
  const before = await change(page, 'a', '1.5');
  await context.setOffline(true);
  await field(page, 'a').fill('-1.5');
  await expect(answer(page).getByRole('alert')).toContainText("Can't reach the service");
  await expect(answer(page).getByRole('alert')).toContainText('earlier row');
  expect(Number(await answer(page).locator('strong').textContent())).toBe(before);
  await context.setOffline(false);
  await expect(answer(page).getByRole('alert')).toHaveCount(0);
  expect(await answered(page)).toBeLessThan(before);
});

test('the model comes to the device: it answers as the service does, and goes on without a connection', async ({
  page,
  context,
}) => {
  const id = await openFinished(page);
  const form = page.locator('[data-engine]');
  await expect(form).toHaveAttribute('data-engine', 'service');
  await field(page, 'a').focus();
  await expect(form).toHaveAttribute('data-engine', 'device');
  await expect(panel(page).getByText('The model is on this device now')).toBeVisible();

  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  const here = await change(page, 'a', '1.25');
  await expect(field(page, 'a')).toHaveAccessibleDescription(/in training$/);
  await panel(page).getByText('Use it from a program').click();
  const line = (await panel(page).getByRole('region', { name: 'curl line' }).textContent())!;
  const body = /--data-raw '(.+)'$/.exec(line)![1]!;
  const asked = await page.request.post(`/api/runs/${id}/predict`, {
    headers: { 'content-type': 'application/json' },
    data: body,
  });
  const answer: unknown = await asked.json();
  expect(answer).toMatchObject({ rows: [{ numbers: { y: expect.closeTo(here, 2) } }] });

  await context.setOffline(true);
  expect(await change(page, 'a', '-1.25')).toBeLessThan(here);
  const download = page.waitForEvent('download');
  await panel(page)
    .getByLabel('Predict a file')
    .setInputFiles({
      name: 'two.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('a,b,colour\n1.25,0,red\n-1,0,mauve\n'),
    });
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
  await context.setOffline(false);
  const service = await page.request.post(`/api/runs/${id}/predict`, {
    headers: { 'content-type': 'text/csv' },
    data: 'a,b,colour\n1.25,0,red\n-1,0,mauve\n',
  });
  expect(lines).toEqual((await service.text()).trimEnd().split('\n'));
  expect(posts).toEqual([]);
});

test('a file is predicted and downloaded; one that has other columns is refused', async ({ page }) => {
  await openFinished(page);
  const choose = panel(page).getByLabel('Predict a file');
  const download = page.waitForEvent('download');
  await choose.setInputFiles({
    name: 'three rows.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('a,b,colour\n1,0,red\n-1,0,blue\n9,0,mauve\n'),
  });
  const file = await download;
  expect(file.suggestedFilename()).toBe('predictions-three rows.csv');
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe('row,y,low90(y),high90(y),notes');
  expect(lines[3]).toMatch(/^3,[\d.]+,[\d.]+,[\d.]+,above: a; unseen: colour$/);
  await expect(panel(page).getByText('predictions-three rows.csv is in your downloads.')).toBeVisible();

  // JSON is a file like others here, though the route also takes rows as JSON.
  const second = page.waitForEvent('download');
  await choose.setInputFiles({
    name: 'rows.json',
    mimeType: 'application/json',
    buffer: Buffer.from('[{"a":1,"b":0,"colour":"red"},{"a":2,"b":0,"colour":"red"}]'),
  });
  expect((await second).suggestedFilename()).toBe('predictions-rows.csv');

  await choose.setInputFiles({ name: 'p.csv', mimeType: 'text/csv', buffer: Buffer.from('p,q\n1,2\n') });
  await expect(panel(page).getByRole('alert')).toContainText("has none of the model's columns");
});

test('a run from before models were kept says so in a sentence', async ({ page }) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.route('**/signature', (route) =>
    route.fulfill({ status: 409, json: { error: { code: 'not_ready', message: 'No model.', details: {} } } }),
  );
  await page.goto(`/r/${id}`);
  await expect(panel(page).getByText(/earlier version that kept no model\. Start the same run again/)).toBeVisible();
  await expect(panel(page).getByRole('button')).toHaveCount(0);
});

test('it fits the screen and a finger, and axe finds nothing, in the light and in the dark', async ({ page }) => {
  await openFinished(page);
  await change(page, 'a', '77');
  await expect(panel(page).getByText(/^above anything/)).toBeVisible();
  await panel(page).getByText('Use it from a program').click();
  await expect(panel(page).getByRole('region', { name: 'npx line' })).toBeVisible();
  expect(await violationsOf(page, { part: '#try' })).toEqual([]);
  // In the dark, only colours differ.
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsOf(page, { part: '#try', rule: 'color-contrast' })).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  for (const target of await panel(page).locator('a, button, input, select, summary').all()) {
    expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  }
});
