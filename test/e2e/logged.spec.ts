import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { violationsOf } from './axe.ts';

const TITLE = '</title><script>window.hacked=1</script>';
const METRIC = '<img src=x onerror=window.hacked=2>';

interface Logged {
  id: string;
  key: string;
}

async function createLog(request: APIRequestContext, body: object): Promise<Logged> {
  const answer = await request.post('/api/logs', { data: body });
  expect(answer.status()).toBe(201);
  const made: unknown = await answer.json();
  return { id: String(Reflect.get(Object(made), 'id')), key: String(Reflect.get(Object(made), 'key')) };
}

async function send(request: APIRequestContext, { id, key }: Logged, seq: number, points: object[]): Promise<void> {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await request.post(`/api/logs/${id}/points`, { headers, data: { seq, points } });
  expect(await answer.text()).toContain(`"next":${seq + 1}`);
}

const epochs = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => {
    const step = from + i;
    return { step, values: { loss: step === 7 ? 'NaN' : 8 / (step + 1), val_loss: 9 / (step + 1), lr: 0.125 } };
  });

async function expectNothingSticksOut(page: Page): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
}

test('a logged run is watched while it trains, zoomed, read by keyboard, and says why it has no verdict', async ({
  page,
  request,
}) => {
  const run = await createLog(request, {
    project: 'digits',
    name: 'first try',
    config: { lr: 0.125, net: { units: [8] } },
  });
  await page.goto(`/l/${run.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('first try');
  await expect(page.locator('main')).toHaveAttribute('data-status', 'running');
  await expect(page.getByText('No points yet.')).toBeVisible();
  await expect(page.getByTestId('no-verdict')).toContainText('Nothing is known of its test rows');
  await expect(page.getByRole('term').filter({ hasText: 'net.units' })).toBeVisible();

  await send(request, run, 1, epochs(0, 20));
  const loss = page.getByRole('region', { name: 'loss' });
  await expect(loss).toContainText('training 0.400');
  await expect(loss).toContainText('validation 0.450');
  await expect(loss).toContainText('training is NaN at step 7.');
  await expect(page.getByTestId('logged-chart')).toHaveCount(2);
  await send(request, run, 2, epochs(20, 80));
  await expect(loss).toContainText('training 0.100');
  await expect(loss).toContainText('Steps 0 to 79');
  await expectNothingSticksOut(page);

  const figure = loss.getByRole('figure');
  await figure.focus();
  await page.keyboard.press('End');
  await expect(loss).toContainText('Step 79: training 0.100, validation 0.113');
  await page.keyboard.press('Home');
  await expect(loss).toContainText('Step 0: training 8.00, validation 9.00');
  await page.keyboard.press('+');
  await expect(loss).toContainText('Steps 19 to 60');
  await expect(loss).toContainText('training 0.100');
  await loss.getByRole('button', { name: 'Later steps' }).click();
  await expect(loss).toContainText('Steps 29 to 70');
  await loss.getByRole('button', { name: 'Show all' }).click();
  await expect(loss).toContainText('Steps 0 to 79');

  await page.getByRole('checkbox', { name: 'Smooth' }).check();
  await page.getByRole('checkbox', { name: 'Log' }).check();
  await expect(page).toHaveURL(/smooth=1&log=1$/);
  expect(await violationsOf(page)).toEqual([]);

  const headers = { authorization: `Bearer ${run.key}` };
  const data = { part: 'test', task: 'regression', truths: [1, 2, 3, 4], predictions: [2, 2, 3, 5] };
  expect((await request.post(`/api/logs/${run.id}/predictions`, { headers, data })).status()).toBe(200);
  const measures = page.getByRole('table', { name: 'Test, 4 rows' });
  await expect(measures.getByRole('row', { name: /^mean absolute error 0\.500/ })).toBeVisible();
  await request.post(`/api/logs/${run.id}/finish`, { headers, data: {} });
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished');
  await expect(page.getByTestId('logged-status')).toContainText('Finished');
  await expect(page.getByRole('button', { name: 'Delete this run' })).toHaveCount(0);
});

test('fingers read values, zoom and show all again', async ({ page, request, hasTouch }) => {
  test.skip(!hasTouch, 'only where there is a touch screen');
  const run = await createLog(request, { project: 'digits' });
  await send(request, run, 1, epochs(0, 101));
  await page.goto(`/l/${run.id}`);
  const loss = page.getByRole('region', { name: 'loss' });
  const over = loss.locator('.u-over');
  await over.waitFor();
  await over.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = (await over.boundingBox())!;
  const cdp = await page.context().newCDPSession(page);
  const touch = async (...moments: number[][]) => {
    const points = (shares: number[]) =>
      shares.map((share, id) => ({ id, x: box.x + share * box.width, y: box.y + box.height / 2 }));
    for (const [i, shares] of moments.entries()) {
      const type = i === 0 ? 'touchStart' : 'touchMove';
      await cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points(shares) });
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  await touch([0.25], [0.4], [0.5]);
  await expect(loss).toContainText(/Step (49|50|51): training/);
  // Fingers that move apart to twice their distance show half of the steps.
  await touch([0.4, 0.6], [0.35, 0.65], [0.3, 0.7]);
  await expect(loss).toContainText(/Steps 2[4-6] to 7[4-6]/);
  await touch([0.5]);
  await touch([0.5]);
  await expect(loss).toContainText('Steps 0 to 100');
});

test('the key in a link makes the run one of this browser, which may delete it', async ({ page, request }) => {
  const run = await createLog(request, { project: 'digits' });
  await send(request, run, 1, epochs(0, 3));
  await page.goto(`/l/${run.id}#key=${run.key}`);
  await expect(page.getByRole('button', { name: 'Delete this run' })).toBeVisible();
  expect(page.url()).not.toContain(run.key);
  await page.goto('/');
  const item = page.getByRole('link', { name: /digits/ });
  await expect(item).toContainText('running');
  await item.click();
  await page.getByRole('button', { name: 'Delete this run' }).click();
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.waitForURL(/\/$/);
  await expect(page.getByRole('link', { name: /digits/ })).toHaveCount(0);
  expect((await request.get(`/api/logs/${run.id}`)).status()).toBe(404);
  await page.goto(`/l/${run.id}`);
  await expect(page.getByRole('heading', { name: 'Run not found' })).toBeVisible();
});

test('logged runs are compared: a chart a metric, a line a run, and the settings that differ', async ({
  page,
  request,
}) => {
  const [one, other] = [
    await createLog(request, { project: 'digits', name: 'small', config: { lr: 0.1, units: [8] } }),
    await createLog(request, { project: 'digits', name: 'large', config: { lr: 0.1, units: [64] } }),
  ];
  await send(request, one, 1, epochs(0, 40));
  await send(request, other, 1, [
    { step: 0, values: { loss: 4 } },
    { step: 39, values: { loss: 1, extra: 1 } },
  ]);
  await page.goto(`/l/${one.id}`);
  await page.getByRole('link', { name: 'Compare with other runs' }).click();
  await page.getByRole('textbox', { name: 'Link to another logged run' }).fill('nonsense');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: "isn't a link" })).toBeVisible();
  await page.getByRole('textbox', { name: 'Link to another logged run' }).fill(`http://x/l/${other.id}#key=1`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/compare\\?logs=${one.id},${other.id}$`));
  const loss = page.getByRole('region', { name: 'loss', exact: true });
  await expect(loss).toContainText('small 0.200');
  await expect(loss).toContainText('large 1.00');
  await expect(page.getByTestId('logged-chart')).toHaveCount(4);
  await loss.getByRole('figure').focus();
  await page.keyboard.press('+');
  await expect(loss).toContainText('Steps 9 to 30');
  await expect(loss).toContainText('large 1.00');
  const differences = page.getByRole('region', { name: 'Differences' });
  await expect(differences.getByRole('term')).toHaveText(['units']);
  await expect(differences.getByRole('definition')).toHaveText(['[8]', '[64]']);
  await expectNothingSticksOut(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove small' }).click();
  await expect(loss).not.toContainText('small');
});

test('hostile names stay text', async ({ page, request }) => {
  const run = await createLog(request, { project: TITLE, config: { [METRIC]: TITLE, ['__proto__x']: '' } });
  await send(request, run, 1, [
    { step: 0, values: { [METRIC]: 1, ['long'.repeat(50)]: 2, constructor: 3 } },
    { step: 1, values: { [METRIC]: 'Infinity' } },
  ]);
  await page.goto(`/l/${run.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLE);
  await expect(page.getByTestId('logged-chart')).toHaveCount(3);
  await expect(page.getByTestId('logged-chart').first()).toContainText(METRIC);
  await expectNothingSticksOut(page);
  expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined();
});
