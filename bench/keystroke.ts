/**
 * What a keystroke in Try it takes until the answer on the page is the new one, on 360 × 740, as it is and with the page's thread
 * slowed four times: `npm run bench:keystroke`. The model is on the device; its worker is not slowed.
 */
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSpecInput } from '@stepwell/workflow/question';
import { ask, connect } from '../apps/cli/src/client.ts';
import { drive } from '../apps/cli/src/drive.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { findChromium } from '../scripts/find-chromium.ts';
import { newState } from '../test/new-state.ts';
import { median } from './interleave.ts';
import { printTable } from './print-table.ts';

const KEYS = 60;
/** Chromium's throttle of a mid-tier phone. */
const SLOW = 4;

const state = await newState();
const stack = await startStack({ persistTo: state, reuse: false, quiet: true });
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
  const cdp = await page.context().newCDPSession(page);
  await page.goto(`${stack.url}/r/${await trainedRun(stack.url)}`);
  const form = page.getByRole('region', { name: 'Try it' });
  const field = form.getByLabel('acceleration', { exact: true });
  await field.click();
  await form.locator('[data-engine=device]').waitFor();
  const lines: string[][] = [];
  for (const rate of [1, SLOW]) {
    await typeDigits(page, cdp, rate, 5);
    const { answered, drawn } = await typeDigits(page, cdp, rate, KEYS);
    const shown = [median(answered), most(answered), median(drawn), most(drawn)];
    lines.push([`${rate}×`, ...shown.map((ms) => ms.toFixed(1))]);
  }
  printTable(
    `${KEYS} keystrokes in a form of cars, ms after the key`,
    ['slowed', 'answer on the page', '95 % within', 'next frame after it', '95 % within'],
    lines,
  );
} finally {
  await browser.close();
  await stack.stop();
}

/** @returns what 95 % of the values don't exceed. */
function most(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1]!;
}

/** Trains a small model on the cars. @returns the run's id. */
async function trainedRun(url: string): Promise<string> {
  const client = connect(url);
  const body = new Blob([await readFile(join(PROJECT, 'apps/web/public/examples/cars.csv'))]);
  const headers = { 'content-type': 'text/csv' };
  const dataset = await ask(() => client.api.datasets.$post({ query: {} }, { headers, init: { body } }));
  const json: RunSpecInput = {
    dataset: dataset.sha256,
    target: ['miles_per_gallon'],
    effort: 'single',
    model: { units: [64, 64], epochs: 20 },
  };
  const run = await ask(() => client.api.runs.$post({ json }));
  for await (const answer of drive(client, run, { client: 'bench' })) void answer;
  return run.id;
}

/** Types digits, each after the answer to the one before. @returns milliseconds since the input event. */
async function typeDigits(
  page: Page,
  cdp: CDPSession,
  rate: number,
  keys: number,
): Promise<{ answered: number[]; drawn: number[] }> {
  await page.evaluate(`globalThis.timesOfNextKey = ${String(timesOfNextKey)}`);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
  const times: { answered: number[]; drawn: number[] } = { answered: [], drawn: [] };
  for (let i = 0; i < keys; i++) {
    // Listens before the key is pressed.
    const measured = await page.evaluateHandle(() => ({ times: timesOfNextKey() }));
    await page.keyboard.press(i % 2 === 0 ? '1' : 'Backspace');
    const [answered, drawn] = await measured.evaluate((handle) => handle.times);
    times.answered.push(answered);
    times.drawn.push(drawn);
  }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return times;
}

/** In the page: milliseconds from the next input event to its answer in the document, and to the end of the frame after it. */
function timesOfNextKey(): Promise<[answered: number, drawn: number]> {
  return new Promise((resolve) => {
    const answer = document.querySelector('[data-testid=answer]')!;
    let typed = 0;
    document.addEventListener('input', ({ timeStamp }) => (typed = timeStamp), { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (typed === 0 || answer.getAttribute('aria-busy') === 'true') return;
      observer.disconnect();
      const answered = performance.now() - typed;
      requestAnimationFrame(() => setTimeout(() => resolve([answered, performance.now() - typed])));
    });
    observer.observe(answer, { attributes: true, childList: true, characterData: true, subtree: true });
  });
}
