import { expect, test } from '@playwright/test';
import { sharedRun } from './finished-run.ts';

test('a finished run says what matters, how predictions change, and where it errs', async ({ page }) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}`);
  const why = page.getByRole('region', { name: 'What drives it' });
  const columns = why.getByRole('region', { name: 'Columns by what they add' }).getByRole('listitem');
  // y = 3a - 2b, and 2 more for red.
  await expect(columns).toHaveText([/^a\+/, /^b\+/, /^colour\+/]);
  await why.getByText('How predictions change with a column').click();
  await expect(why.getByRole('figure', { name: /^Prediction by / })).toHaveCount(3);
  await test.step('the curve of a rises, and its table has the numbers', async () => {
    const curve = why.getByRole('figure', { name: /^Prediction by a\./ });
    await curve.getByText('View data').click();
    const rows = curve.getByRole('row');
    const at = async (row: number) =>
      Number((await rows.nth(row).getByRole('cell').first().textContent())!.replace('−', '-'));
    expect((await at(20)) - (await at(1))).toBeGreaterThan(4);
  });
  // There are too few validation rows for groups of them.
  await expect(page.getByRole('region', { name: 'Where it is wrong' })).toContainText(
    'There are no groups of rows to compare.',
  );
  // They are rows of the file.
  await expect(page.getByText('Largest misses')).toBeHidden();
  await test.step('nothing is wider than the screen', async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
  await test.step('an answer comes with its interval, and how often such intervals hold', async () => {
    const answer = page.getByRole('region', { name: 'Try it' }).getByTestId('answer');
    await expect(answer).toHaveAttribute('aria-busy', 'false');
    const [low, high] = /Between (\S+) and (\S+) /
      .exec((await answer.textContent())!)!
      .slice(1)
      .map(Number);
    const predicted = Number(await answer.locator('strong').textContent());
    expect(low!).toBeLessThan(predicted);
    expect(high!).toBeGreaterThan(predicted);
    await expect(page.getByRole('region', { name: 'Try it' })).toContainText(
      /Such intervals held the true value in \d+\.\d.% of test rows/,
    );
  });
});
