import { expect, test, type CDPSession, type Page } from '@playwright/test';
import { learnableCsv } from '../workerd/tables.ts';
import { sharedRun } from './finished-run.ts';

/** Where a chart is on the screen. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

let link = '';

test.beforeEach(async ({ request }) => {
  const file = { type: 'text/csv', data: learnableCsv(160) };
  const { id } = await sharedRun(request, { model: { epochs: 24 } }, file);
  link = `/r/${id}?stage=scale-up&trial=rung-1&chart=loss`;
});

const ON_ALL_SCREENS = process.env['STEPWELL_SCREENS'] === 'all';

const figure = (page: Page) => page.getByRole('region', { name: 'Chart' }).getByRole('figure');
const readout = (page: Page) => figure(page).locator('p').first();

/** Opens the chart, and brings it into the middle of the screen. */
async function openChart(page: Page, more = '', chart = 'loss'): Promise<Box> {
  await page.goto(link.replace('chart=loss', `chart=${chart}`) + more);
  return centred(page);
}

/** Brings the chart into the middle of the screen. */
async function centred(page: Page): Promise<Box> {
  const over = page.locator('.u-over').first();
  await over.waitFor();
  await over.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  return (await over.boundingBox())!;
}

/** The zoom in the address, as two epochs; null for none. */
function zoomOf(page: Page): [number, number] | null {
  const found = /epochs=(\d+)-(\d+)/.exec(page.url());
  return found === null ? null : [Number(found[1]), Number(found[2])];
}

function epochOf(words: string | null): number {
  return Number(/Epoch (\d+):/.exec(words ?? '')?.[1]);
}

async function lastEpoch(page: Page): Promise<number> {
  return Number(/over (\d+) epochs/.exec((await figure(page).getAttribute('aria-label')) ?? '')?.[1]);
}

/** Real touch input: where each finger is at one moment after another; shares of the chart's width. */
async function touch(cdp: CDPSession, box: Box, moments: readonly (readonly number[])[], y = 0.5): Promise<void> {
  const points = (shares: readonly number[]) =>
    shares.map((share, id) => ({ id, x: box.x + share * box.width, y: box.y + y * box.height }));
  const [first, ...others] = moments;
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(first!) });
  for (const shares of others) {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(shares) });
  }
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test.describe('with fingers', () => {
  test.skip(({ hasTouch }) => !hasTouch, 'only where there is a touch screen');

  test('one finger reads and scrolls, two zoom, a double tap shows everything', async ({ page, context }) => {
    const box = await openChart(page);
    const cdp = await context.newCDPSession(page);
    const epochs = await lastEpoch(page);
    await test.step('one finger reads the values, where it taps and where it slides', async () => {
      await touch(cdp, box, [[0.25]]);
      await expect(readout(page)).toContainText(`Epoch ${Math.round(1 + 0.25 * (epochs - 1))}: training`);
      await touch(cdp, box, [[0.3], [0.5], [0.75]]);
      await expect(readout(page)).toContainText(`Epoch ${Math.round(1 + 0.75 * (epochs - 1))}: training`);
      expect(zoomOf(page)).toBe(null);
    });

    await test.step('one finger that moves down scrolls the page', async () => {
      const before = await page.evaluate(() => window.scrollY);
      const at = (y: number) => [{ id: 0, x: box.x + box.width / 2, y: box.y + y }];
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(20) });
      for (let y = 30; y <= 150; y += 10) {
        await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(y) });
      }
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      // The page follows the finger down.
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBeLessThan(before - 50);
    });

    await touch(cdp, await centred(page), [
      [0.375, 0.625],
      [0.3, 0.7],
      [0.25, 0.75],
    ]);
    // Twice as far apart around the middle: the middle half of the epochs.
    await expect.poll(() => zoomOf(page)).not.toBe(null);
    const [from, to] = zoomOf(page)!;
    expect(Math.abs(from - (1 + 0.25 * (epochs - 1)))).toBeLessThanOrEqual(1);
    expect(Math.abs(to - (1 + 0.75 * (epochs - 1)))).toBeLessThanOrEqual(1);
    await expect(page.getByText(`Epochs ${from} to ${to} of ${epochs}`).first()).toBeVisible();
    await expect(page.locator('[aria-live=polite]').filter({ hasText: `Epochs ${from} to ${to}` })).toHaveCount(1);

    await test.step('what is zoomed is read where the finger is', async () => {
      await touch(cdp, await centred(page), [[0.5]]);
      await expect(readout(page)).toContainText(/Epoch \d+: training/);
      const epoch = epochOf(await readout(page).textContent());
      expect(Math.abs(epoch - (from + to) / 2)).toBeLessThanOrEqual(1);
    });
    await test.step('the link holds the zoom', async () => {
      await page.reload();
      await expect(page.getByText(`Epochs ${from} to ${to} of ${epochs}`).first()).toBeVisible();
    });
    const now = await centred(page);
    await touch(cdp, now, [[0.8]]);
    await touch(cdp, now, [[0.8]]);
    await expect.poll(() => zoomOf(page)).toBe(null);
    const width = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
  });
});

test.describe('with a mouse', () => {
  test.skip(({ hasTouch }) => hasTouch, 'only where there is a mouse');

  test('a drag selects a stretch, a double click shows everything, and the wheel zooms', async ({ page }) => {
    const box = await openChart(page);
    const epochs = await lastEpoch(page);
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 0.2 * box.width, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.4 * box.width, y, { steps: 4 });
    await page.mouse.move(box.x + 0.6 * box.width, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => zoomOf(page)).not.toBe(null);
    const [from, to] = zoomOf(page)!;
    expect(Math.abs(from - (1 + 0.2 * (epochs - 1)))).toBeLessThanOrEqual(1);
    expect(Math.abs(to - (1 + 0.6 * (epochs - 1)))).toBeLessThanOrEqual(1);
    await page.mouse.dblclick(box.x + 0.5 * box.width, y);
    await expect.poll(() => zoomOf(page)).toBe(null);

    await test.step('the wheel zooms with Ctrl, and scrolls without it', async () => {
      await page.mouse.move(box.x + box.width / 2, y);
      await page.mouse.wheel(0, -100);
      expect(zoomOf(page)).toBe(null);
      await centred(page);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -100);
      await page.keyboard.up('Control');
      await expect.poll(() => zoomOf(page)).not.toBe(null);
    });
  });

  test('loss and score stand one above the other with one cursor', async ({ page }) => {
    const box = await openChart(page, '', 'both');
    await expect(page.locator('.u-over')).toHaveCount(2);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect(readout(page)).toContainText(/Epoch \d+: Loss: training .*; mean absolute error: validation/);
    const [upper, lower] = await page
      .locator('.u-cursor-x')
      .evaluateAll((lines) => lines.map((line) => Math.round(line.getBoundingClientRect().left)));
    expect(upper).toBe(lower);
    expect(Math.abs(upper! - (box.x + box.width / 2))).toBeLessThanOrEqual(1);
  });
});

test.describe('on any screen', () => {
  test.skip(({ isMobile }) => isMobile && !ON_ALL_SCREENS, 'once is enough');

  test('the keyboard reads, zooms, moves and resets; a screen reader hears it', async ({ page }) => {
    await openChart(page);
    const epochs = await lastEpoch(page);
    await figure(page).focus();
    await page.keyboard.press('Home');
    await expect(readout(page)).toContainText('Epoch 1: training');
    await page.keyboard.press('ArrowRight');
    await expect(readout(page)).toContainText('Epoch 2: training');
    const spoken = page.locator('section[aria-label=Chart] [aria-live=polite]');
    await expect(spoken).toContainText('Epoch 2: training');
    await page.keyboard.press('+');
    await expect.poll(() => zoomOf(page)?.[0]).toBe(2);
    await expect(spoken).toContainText(/Epochs 2 to \d+ of/);
    const [, to] = zoomOf(page)!;
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => zoomOf(page)?.[1]).toBeGreaterThan(to);

    await test.step('what is shown follows the cursor', async () => {
      await page.keyboard.press('End');
      await expect(readout(page)).toContainText(`Epoch ${epochs}: training`);
      await expect.poll(() => zoomOf(page)?.[1]).toBe(epochs);
    });
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    await expect.poll(() => zoomOf(page)).toBe(null);
    await expect(spoken).toHaveText(`All ${epochs} epochs`);

    await test.step('and so do buttons', async () => {
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await expect.poll(() => zoomOf(page)).not.toBe(null);
      await page.getByRole('button', { name: 'Reset zoom' }).click();
      await expect.poll(() => zoomOf(page)).toBe(null);
    });
  });

  test('rungs are drawn over each other, as the link says; what is zoomed is what the table lists', async ({
    page,
  }) => {
    await openChart(page);
    await page.locator('summary').filter({ hasText: 'Overlay other trials' }).click();
    await page.getByRole('checkbox', { name: /^rung 2/ }).check();
    await expect(page).toHaveURL(/with=rung-2/);
    await expect(figure(page)).toHaveAttribute('aria-label', /of 2 trials .* rung 1 .*, rung 2 /);
    await expect(page.getByRole('checkbox', { name: /^rung 1/ })).toBeDisabled();
    await page.reload();
    await expect(figure(page)).toHaveAttribute('aria-label', /of 2 trials/);
    await page.goto(`${link}&with=rung-2&epochs=5-12&table=1`);
    const rows = page.getByRole('region', { name: 'Loss' }).getByRole('row');
    await expect(rows).toHaveCount(9);
    await expect(rows.first()).toHaveText(/Epoch.*rung 1.*rung 2/);
    await expect(rows.nth(1)).toHaveText(/^5/);
  });
});
