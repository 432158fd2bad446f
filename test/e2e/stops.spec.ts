import { expect, test, type Page } from '@playwright/test';
import { generator } from '@stepwell/base/random';

/** Passengers of whom a column tells in other words what is asked. */
function leakingCsv(rows: number): string {
  const random = generator(1, 'test-table', 'leaking');
  const lines = Array.from({ length: rows }, () => {
    const survived = random.uniform() < 0.4;
    const sex = random.uniform() < (survived ? 0.7 : 0.3) ? 'female' : 'male';
    return `${survived ? 1 : 0},${sex},${1 + random.below(70)},${survived ? 'yes' : 'no'}`;
  });
  return ['survived,sex,age,alive', ...lines].join('\n');
}

/** Starts what the form shows, and waits for the gate to stop it. */
async function stopAtTheGate(page: Page, word: string): Promise<void> {
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
  await expect(page.locator('main')).toHaveAttribute('data-status', 'stopped', { timeout: 60_000 });
  await expect(page.getByTestId('verdict')).toContainText(word);
  await expect(page.getByRole('region', { name: 'Why it stopped' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^gate\s*, stopped here/ })).toHaveAttribute('aria-expanded', 'false');
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
}

test("summer sales don't predict winter sales, and the gate says why", async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Do summer sales predict winter sales?' }).click();
  const time = page.getByRole('group', { name: 'Are the rows in time order?' });
  await expect(time.getByRole('radio', { name: 'Yes, by day' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'sold', exact: true })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Quick' })).toBeChecked();
  await stopAtTheGate(page, 'Fails on later rows');
  await expect(page.getByTestId('advice')).toContainText('train on more recent rows');
  const findings = page.getByTestId('gate-findings').getByRole('listitem');
  await expect(findings.filter({ hasText: 'tested on later ones (by "day")' })).toBeVisible();
  await expect(findings.filter({ hasText: '"temperature"' })).toBeVisible();
});

test('a pasted table with a column that leaks the answer is too good to be true', async ({ page }) => {
  await page.goto('/');
  await page.getByText('Paste a table instead').click();
  await page.getByLabel('Table as text').fill(leakingCsv(320));
  await page.getByRole('button', { name: 'Use this table' }).click();
  await page.getByRole('radio', { name: 'survived', exact: true }).check({ force: true });
  await page.getByRole('radio', { name: 'Quick' }).check({ force: true });
  await stopAtTheGate(page, 'Too good to be true');
  await expect(page.getByTestId('verdict')).toContainText('"alive" leaks "survived"');
  await expect(page.getByTestId('advice')).toContainText('Leave out "alive"');
  const findings = page.getByTestId('gate-findings').getByRole('listitem');
  await expect(findings.first()).toContainText('"alive" leaks the target');
});
