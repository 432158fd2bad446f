import { expect, test, type APIRequestContext } from '@playwright/test';
import { noiseCsv } from '../workerd/tables.ts';
import { finishRun, newRun, sharedRun } from './finished-run.ts';

test('a finished run answers first, and its stages come last and closed', async ({ page }) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}`);
  await expect(page.locator('main').getByRole('heading', { level: 2 })).toHaveText([
    'On the test rows',
    'What drives it',
    'Where it is wrong',
    'Try it',
    'Take it with you',
    'In a paragraph',
    'How we got here',
    'About this run',
  ]);
  const stages = page.getByRole('region', { name: 'How we got here' });
  await expect(stages.locator('[aria-expanded=true]')).toHaveCount(0);
  await expect(stages.getByRole('button', { name: /^test\b/ })).toHaveAccessibleName(
    /^test\s*, done\. \d.* on 24 rows it had never seen\.$/,
  );
  await expect(page.getByRole('region', { name: 'On the test rows' }).getByRole('figure').first()).toHaveAccessibleName(
    /^Predicted vs\. true: y/,
  );

  await test.step('a stage opens below its sentence, one at a time, and the link holds it', async () => {
    await stages.getByRole('button', { name: /^protocol\b/ }).press('Enter');
    await expect(page).toHaveURL(/stage=protocol/);
    await expect(stages.getByText('24 test rows stayed sealed')).toBeVisible();
    await stages.getByRole('button', { name: /^tune\b/ }).press('Enter');
    await expect(stages.locator('[aria-expanded=true]')).toHaveCount(1);
    await page.reload();
    await expect(stages.getByRole('button', { name: /^tune\b/ })).toBeInViewport();
    await expect(stages.getByRole('heading', { name: 'Decisions' })).toBeVisible();
    await stages.getByRole('button', { name: /^tune\b/ }).press('Enter');
    await expect(page).not.toHaveURL(/stage=/);
  });

  await test.step('a link of the list brings an answer into sight', async () => {
    await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Take it' }).press('Enter');
    await expect(page.getByRole('link', { name: 'Download the model (ZIP)' })).toBeInViewport();
  });
});

test('a run that ends while it is watched says so, and the focus goes to its verdict', async ({ page }) => {
  const run = await newRun(page.request, { ignoreGate: true, model: { epochs: 12 } });
  await page.goto(`/r/${run.id}`);
  const spoken = page.getByTestId('spoken-state');
  await expect(spoken).toHaveText('Stage: define');
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/report*', async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate(() => {
    const first = new MutationObserver(() => {
      const titles = [...document.querySelectorAll('main[data-status=finished] h2')].map((title) => title.textContent);
      if (titles.length === 0 || Reflect.has(window, 'first')) return;
      Reflect.set(window, 'first', titles);
    });
    first.observe(document.body, { childList: true, subtree: true });
  });
  await finishRun(page.request, run);
  const curve = page.waitForResponse(/\/curve/);
  await expect(spoken).toHaveText(/^Run finished\. Predicts "y" within /);
  // Its answers come together, with the report: nothing is put in front of what is there already.
  await curve;
  release();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'How we got here' })).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'first')?.[0])).toBe('On the test rows');
});

test('the verdict is in the page before its scripts, and stays where it is when they take over', async ({
  page,
  browser,
  baseURL,
}, info) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  const { viewport } = info.project.use;
  const plain = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false, viewport: viewport! });
  const unscripted = await plain.newPage();
  await unscripted.goto(`/r/${id}`);
  const first = unscripted.locator('#first-view');
  await expect(first).toContainText('Works. Predicts "y" within ');
  const sentence = 'p:has(> strong:text-is("Works."))';
  const places = async (seen: typeof page) =>
    Promise.all(
      ['h1', '.text-hero', sentence].map(async (part) => (await seen.locator(part).first().boundingBox())!.y),
    );
  const before = await places(unscripted);
  await plain.close();

  await page.goto(`/r/${id}`);
  await expect(page.getByTestId('verdict')).toContainText('Predicts "y" within ');
  expect(await places(page)).toEqual(before);
  await expect(page.locator('#first-view')).toHaveCount(0);
});

for (const [ending, make] of [
  ['a tested run', (request: APIRequestContext) => sharedRun(request, { ignoreGate: true })],
  [
    'a run that stopped at its gate',
    (request: APIRequestContext) =>
      sharedRun(request, { target: ['label'] }, { type: 'text/csv', data: noiseCsv(300) }),
  ],
] as const) {
  test(`nothing moves while the page of ${ending} loads`, async ({ page }) => {
    const { id } = await make(page.request);
    await page.addInitScript(() => {
      const moved: string[] = [];
      Reflect.set(window, 'moved', moved);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) moved.push(JSON.stringify(entry));
      }).observe({ type: 'layout-shift', buffered: true });
    });
    // The report comes last: until then the page has only the run.
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/report*', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`/r/${id}`);
    await expect(page.locator('[aria-busy=true]')).toBeVisible();
    release();
    await expect(page.getByRole('heading', { name: 'About this run' })).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => Reflect.get(window, 'moved'))).toEqual([]);
  });
}

test("a run is shown while its report can't be read, and the page keeps trying", async ({ page }) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.route('**/report*', (route) => route.abort());
  await page.goto(`/r/${id}`);
  const board = await page.waitForSelector('main[data-status=finished]');
  await expect(page.getByTestId('verdict')).toContainText('Predicts "y" within ');
  await expect(page.getByRole('heading', { name: 'How we got here' })).toBeVisible();
  // It isn't taken away and put back with each try.
  for (let tries = 0; tries < 2; tries++) await page.waitForEvent('requestfailed', (of) => /report/.test(of.url()));
  expect(await board.evaluate((main) => main.isConnected)).toBe(true);
  await page.unroute('**/report*');
  await expect(page.getByRole('region', { name: 'On the test rows' })).toBeVisible();
});
