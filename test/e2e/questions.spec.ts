import { expect, test, type Locator, type Page } from '@playwright/test';
import { sharedRun } from './finished-run.ts';

/** What a person asks after a verdict, the taps it takes, and what answers it. */
const QUESTIONS: { asks: string; taps: ((page: Page) => Locator)[]; answer: (page: Page) => Locator }[] = [
  { asks: 'how sure is it?', taps: [], answer: (page) => page.getByText(/^95.%: .* to /).first() },
  { asks: 'what next?', taps: [], answer: (page) => page.getByTestId('improvement') },
  {
    asks: 'which inputs matter?',
    taps: [(page) => contents(page, 'What drives it')],
    answer: (page) => page.getByRole('region', { name: 'Columns by what they add' }),
  },
  {
    asks: 'how about one group?',
    taps: [(page) => contents(page, 'Where it is wrong')],
    answer: (page) => page.getByRole('region', { name: 'Where it is wrong' }),
  },
  {
    asks: 'which rows are worst?',
    taps: [(page) => contents(page, 'Where it is wrong')],
    answer: (page) => page.getByRole('region', { name: 'Largest misses' }),
  },
  {
    asks: 'what does it say to my row?',
    taps: [(page) => contents(page, 'Try it')],
    answer: (page) => page.getByTestId('answer'),
  },
  {
    asks: 'can I use it in my own code?',
    taps: [
      (page) => contents(page, 'Try it'),
      (page) => page.locator('summary').filter({ hasText: 'Use it from a program' }),
    ],
    answer: (page) => page.getByText('curl').first(),
  },
  {
    asks: 'can I have it?',
    taps: [(page) => contents(page, 'Take it with you')],
    answer: (page) => page.getByRole('link', { name: 'Download the model (ZIP)' }),
  },
  {
    asks: 'would something simpler do?',
    taps: [(page) => page.getByRole('button', { name: /^gate\b/ })],
    answer: (page) => page.getByRole('row', { name: /^linear model/ }),
  },
  {
    asks: 'can I check it?',
    taps: [(page) => page.getByRole('button', { name: 'Share', exact: true })],
    answer: (page) => page.getByText('Anyone with the file can check this run.'),
  },
  {
    asks: 'can I open it on my phone?',
    taps: [(page) => page.getByRole('button', { name: 'Share', exact: true })],
    answer: (page) => page.getByRole('img', { name: /^QR code/ }),
  },
];

function contents(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name });
}

test('every question after a verdict is answered in three taps at most', async ({ page }) => {
  const { id, key } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}#key=${key}`);
  await expect(page.getByText('This browser now holds the edit key')).toBeVisible();
  await expect(page.getByTestId('answer').getByText(/^-?\d/)).toBeVisible();
  for (const { asks, taps, answer } of QUESTIONS) {
    await test.step(`${asks} ${taps.length} taps`, async () => {
      expect(taps.length).toBeLessThanOrEqual(3);
      for (const tap of taps) await tap(page).press('Enter');
      await expect(answer(page)).toBeVisible();
      await answer(page).scrollIntoViewIfNeeded();
      // The next question finds the page as this one did, but for stages that were opened.
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    });
  }
});
