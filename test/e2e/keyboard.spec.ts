import { expect, test, type Locator, type Page } from '@playwright/test';
import { sharedRun } from './finished-run.ts';

const MOST_TABS = 120;

/** Goes on by Tab alone until the element has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible();
  for (let i = 0; i < MOST_TABS; i++) {
    if (await element.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${String(element)}`);
}

test('a shipped set is chosen, changed and started without a pointer', async ({ page }) => {
  await page.goto('/');
  await tabTo(page, page.getByRole('button', { name: /penguin/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('one of several classes')).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'species' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'species' })).not.toBeChecked();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: 'species' })).toBeChecked();
  await tabTo(page, page.getByRole('radio', { name: 'Automatic' }));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByRole('button', { name: 'Start' }));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
  await expect(page.getByText('define is done')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Continue' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('measure is done')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Stop' }));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('verdict')).toContainText('Stopped manually');
});

test('stages, curves and the form to change one are reached without a pointer', async ({ page, request }) => {
  const { id } = await sharedRun(request, { ignoreGate: true });
  await page.goto(`/r/${id}`);
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished');
  await tabTo(page, page.getByRole('button', { name: /^scale-up/ }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/stage=scale-up/);
  const chart = page.getByRole('figure', { name: /of rung \d/ }).first();
  await tabTo(page, chart);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(chart.getByText(/^Epoch 2:/).first()).toBeAttached();
  const change = page.getByRole('button', { name: 'Try a variation' });
  await tabTo(page, change);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(change).toBeFocused();
  await tabTo(page, page.getByText('Evidence').first());
  await page.keyboard.press('Enter');
  await expect(page.locator('details[open]').first()).toBeVisible();
});
