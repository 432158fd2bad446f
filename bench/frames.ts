/**
 * Frames a second while fingers read and zoom 50,000 curve points, and what a poll costs when ten more arrive:
 * `npm run bench:frames`.
 */
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { buildDashboard } from '../apps/cli/src/stack/build-dashboard.ts';
import { findChromium } from '../scripts/find-chromium.ts';
import { serveLongRun, type LongRun } from './long-run.ts';
import { printTable } from './print-table.ts';

const EPOCHS = 10_000;
/** Input comes as often as a phone's screen is drawn. */
const INPUT_MS = 1000 / 60;
const SECONDS = 4;
const POLLS = 5;
/** Of each of five folds: ten points. */
const NEW_EPOCHS = 2;

type Fingers = (share: number) => { x: number; y: number }[];

await buildDashboard((line) => process.stdout.write(`${line}\n`));
const run = await serveLongRun(EPOCHS);
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(run.url);
  await page.getByRole('figure', { name: `over ${EPOCHS} epochs` }).waitFor();
  const over = page.locator('.u-over').first();
  await over.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = (await over.boundingBox())!;
  const at = (share: number) => ({ x: box.x + share * box.width, y: box.y + box.height / 2 });
  const swing = (share: number) => 0.5 - 0.5 * Math.cos(2 * Math.PI * share);

  const cursor: Fingers = (share) => [at(0.05 + 0.9 * swing(3 * share))];
  const pinch: Fingers = (share) => {
    const apart = 0.04 + 0.42 * swing(3 * share);
    return [at(0.5 - apart), at(0.5 + apart)];
  };
  const each = page.getByRole('combobox', { name: 'Folds' });
  const lines: string[][] = [];
  for (const folds of ['range', 'each']) {
    await each.selectOption(folds);
    await over.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const drawn = folds === 'range' ? 'means with a band' : 'means with each fold';
    lines.push([drawn, 'one finger', ...(await framesDuring(page, cdp, cursor))]);
    lines.push([drawn, 'two fingers', ...(await framesDuring(page, cdp, pinch))]);
  }
  printTable(
    `${5 * EPOCHS} points on 360 × 740 with touch`,
    ['drawn', 'input', 'frames/s', '95 % within', 'longest'],
    lines,
  );
  await each.selectOption('range');
  const polls = await pollCosts(page, cdp, run);
  printTable(
    `a poll that brings ${5 * NEW_EPOCHS} of ${5 * EPOCHS} points`,
    ['body', 'with headers', 'main thread'],
    polls,
  );
} finally {
  await browser.close();
  run.close();
}

/** Moves fingers for a while and counts what the page drew: frames a second, and how long frames took. */
async function framesDuring(page: Page, cdp: CDPSession, fingers: Fingers): Promise<string[]> {
  const points = (share: number) => fingers(share).map((point, id) => ({ ...point, id }));
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0) });
  await page.evaluate(() => {
    const times: number[] = [];
    Reflect.set(window, 'frameTimes', times);
    const frame = (time: number) => {
      times.push(time);
      if (Reflect.get(window, 'frameTimes') === times) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const start = performance.now();
  let moves = 0;
  for (;;) {
    const share = (performance.now() - start) / (1000 * SECONDS);
    if (share >= 1) break;
    // Not waited for: fingers don't wait for the page.
    void cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(share) });
    moves++;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, start + moves * INPUT_MS - performance.now())));
  }
  const times = await page.evaluate((): number[] => {
    const taken: number[] = Reflect.get(window, 'frameTimes');
    Reflect.deleteProperty(window, 'frameTimes');
    return taken;
  });
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  const took = times.slice(1).map((time, i) => time - times[i]!);
  const sorted = took.toSorted((a, b) => a - b);
  const seconds = (times.at(-1)! - times[0]!) / 1000;
  return [
    (took.length / seconds).toFixed(1),
    `${sorted[Math.floor(0.95 * sorted.length)]!.toFixed(1)} ms`,
    `${sorted.at(-1)!.toFixed(1)} ms`,
  ];
}

/** Lets points arrive one poll after another, and reads what came over the network and what the page did about it. */
async function pollCosts(page: Page, cdp: CDPSession, run: LongRun): Promise<string[][]> {
  await cdp.send('Performance.enable');
  const lines: string[][] = [];
  for (let poll = 1; poll <= POLLS; poll++) {
    const before = await busyMs(cdp);
    const answered = page.waitForResponse(async (response) => {
      return response.url().includes('/live') && (await response.text()).includes('"points"');
    });
    run.grow(NEW_EPOCHS);
    const answer = await answered;
    await page.getByRole('figure', { name: `over ${EPOCHS + poll * NEW_EPOCHS} epochs` }).waitFor();
    const { responseHeadersSize, responseBodySize } = await answer.request().sizes();
    lines.push([
      `${responseBodySize} B`,
      `${responseBodySize + responseHeadersSize} B`,
      `${((await busyMs(cdp)) - before).toFixed(1)} ms`,
    ]);
  }
  return lines;
}

/** How long the page's main thread has worked since it began. */
async function busyMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}
