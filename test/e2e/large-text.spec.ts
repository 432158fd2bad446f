import { expect, test, type Page } from '@playwright/test';
import { newRun, sharedRun } from './finished-run.ts';

/** Sets the text to twice its size, as browsers do whose user asks for it. */
async function doubled(page: Page): Promise<void> {
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%'));
  });
}

/** What is wider than the page, and buttons whose words are cut off. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('body *')].filter(
      (one) =>
        one.getBoundingClientRect().right > room + 1 &&
        one.closest('details:not([open]), .overflow-auto, .overflow-x-auto') === null,
    );
    const faults =
      // Fractions of a pixel are rounded up.
      document.documentElement.scrollWidth > room + 1
        ? [
            `the page scrolls sideways: ${wide.map((one) => `${one.tagName} ${one.textContent}`.slice(0, 60)).join('; ')}`,
          ]
        : [];
    for (const button of document.querySelectorAll<HTMLElement>('button, a, summary, label')) {
      const { left, right, width } = button.getBoundingClientRect();
      const scroller = button.closest('.overflow-auto, .overflow-x-auto');
      const isHidden = width === 0 || button.closest('.sr-only') !== null;
      if (isHidden || scroller !== null) continue;
      if (right > room + 1 || left < -1 || button.scrollWidth > button.clientWidth + 1)
        if (getComputedStyle(button).display !== 'inline') faults.push(`"${button.textContent}" is cut off`);
    }
    return faults;
  });
}

test('home and the form at twice the size', async ({ page }) => {
  await doubled(page);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Use your own data' })).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
  await page.getByRole('button', { name: /penguin/ }).press('Enter');
  const heading = page.getByRole('heading', { name: 'What do you want to predict in penguins?' });
  await expect(heading, 'the focus is where the next question is').toBeFocused();
  await expect(page.getByText('one of several classes')).toBeVisible();
  await page.getByText('More settings').press('Enter');
  expect(await cutOff(page)).toEqual([]);
});

test('a running run at twice the size', async ({ page }) => {
  await doubled(page);
  const run = await newRun(page.request);
  await page.goto(`/r/${run.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /^define/ })).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
});

test('a finished run at twice the size, and each of its stages', async ({ page }) => {
  await doubled(page);
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}`);
  await expect(page.getByTestId('answer').getByText(/^-?\d/)).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
  for (const stage of ['protocol', 'gate', 'scale-up', 'tune', 'test']) {
    await page.getByRole('button', { name: new RegExp(`^${stage}\\b`) }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Decisions' })).toBeVisible();
    expect(await cutOff(page), stage).toEqual([]);
  }
});

test('on paper, a run is the verdict, the main picture and each stage in a sentence, on one page', async ({ page }) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}`);
  await expect(page.getByRole('figure', { name: /^Predicted vs\. true/ })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('verdict')).toBeVisible();
  await expect(page.getByRole('figure', { name: /^Predicted vs\. true/ })).toBeVisible();
  await expect(page.getByText(/rows it had never seen\.$/).last()).toBeVisible();
  for (const hidden of ['What drives it', 'Try it', 'Take it with you'])
    await expect(page.getByRole('heading', { name: hidden })).toBeHidden();
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});
