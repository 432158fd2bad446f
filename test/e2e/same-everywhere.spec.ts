import { expect, test } from '@playwright/test';
import { sharedRun } from './finished-run.ts';

/** As people read it: one space between words, also where a number holds on to its percent sign. */
const plain = (words: string) => words.replaceAll(/\s+/g, ' ').trim();
const unescaped = (html: string) => html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

test('one run says the same sentence and numbers on its page, card, embed and in every export', async ({ page }) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  const text = async (path: string) => (await page.request.get(path)).text();
  const report: unknown = JSON.parse(await text(`/api/runs/${id}/report`));
  const verdict = plain(String(Reflect.get(Object(report), 'verdict')));
  const [, value, low, high] = /within (\S+) on average \(95 %: (\S+) to (\S+)\)/.exec(verdict)!;

  await page.goto(`/r/${id}`);
  await expect(page.getByTestId('verdict')).toContainText('Works.');
  expect(plain(await page.getByTestId('verdict').innerText())).toBe(`Works. ${verdict}`);
  await expect(page.locator('.text-hero')).toHaveText(value!);
  await expect(page.getByText(`95 %: ${low} to ${high}`, { exact: true })).toBeAttached();
  await expect(page.getByRole('button', { name: /^test\b/ })).toContainText(`${value} on 24 rows`);

  const summary = plain(String(Reflect.get(Object(report), 'summary')));
  expect(summary.startsWith(`${verdict} What was tried: `)).toBe(true);
  expect(plain(await page.getByTestId('summary').innerText())).toBe(summary);
  expect(plain(unescaped(await text(`/api/runs/${id}/report.html`)))).toContain(summary);
  expect(plain(await text(`/api/runs/${id}/report.md`)).replaceAll('\\', '')).toContain(summary);

  for (const path of [`/api/runs/${id}/report.md`, `/api/runs/${id}/report.html`, `/r/${id}/embed`, `/r/${id}`]) {
    const said = plain(unescaped(await text(path)));
    expect(said, path).toContain(verdict);
  }
  for (const path of [`/api/runs/${id}/report.html`, `/r/${id}/embed`, `/r/${id}`]) {
    const said = plain(unescaped(await text(path)));
    expect(said, path).toContain(`95 %: ${low} to ${high}`);
  }
  // The card is a picture; what it says is its description, and what a preview shows.
  const preview = plain(unescaped(await text(`/r/${id}`)));
  const alt = /property="og:image:alt" content="([^"]*)"/.exec(await text(`/r/${id}`))![1]!;
  expect(plain(unescaped(alt))).toContain(`${value} average error in y (95 %: ${low} to ${high}).`);
  expect(preview).toContain(`name="twitter:description" content="${verdict}"`);
  const view: unknown = JSON.parse(await text(`/api/runs/${id}`));
  expect(view).toMatchObject({
    verdict: Reflect.get(Object(report), 'verdict'),
    headline: { outcome: 'works', value },
  });
});
