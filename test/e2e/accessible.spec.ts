import { expect, test, type Page } from '@playwright/test';
import { STAGES } from '@stepwell/workflow/stages';
import { violationsOf, type Checked } from './axe.ts';
import { newRun, sharedRun } from './finished-run.ts';

async function expectNoViolation(page: Page, where: string, checked: Checked = {}): Promise<void> {
  expect(await violationsOf(page, checked), where).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    // One kind of screen each: contrast does not depend on the size, nor names on the colours.
    test.skip(({ isMobile }) => isMobile !== (colorScheme === 'light'), 'the other kind of screen');

    test('axe finds nothing on the way to a run', async ({ page }) => {
      await page.goto('/');
      await expect(page.getByRole('button', { name: /gallon/ })).toBeVisible();
      await expectNoViolation(page, 'home');
      await page.getByRole('button', { name: /gallon/ }).click();
      await expect(page.getByText('predict a number')).toBeVisible();
      await page.getByText('More settings').click();
      await expectNoViolation(page, 'setup');
      await page.goto('/nowhere');
      await expectNoViolation(page, 'not found');
      await page.goto(`/r/${'a'.repeat(22)}`);
      await expect(page.getByText(/no run at this link/i)).toBeVisible();
      await expectNoViolation(page, 'unknown run');
    });

    test('axe finds nothing on a run, whatever its stage', async ({ page, request }) => {
      const { id } = await sharedRun(request, { ignoreGate: true });
      await page.goto(`/r/${id}`);
      await expect(page.locator('main')).toHaveAttribute('data-status', 'finished');
      for (const stage of STAGES) {
        await page.getByRole('button', { name: new RegExp(`^${stage}\\b`) }).click();
        await expect(page).toHaveURL(new RegExp(`stage=${stage}`));
        await expect(page.getByRole('heading', { name: 'Decisions' })).toBeVisible();
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        // What the stages hold is the same on both screens; only its colours differ.
        const rule = colorScheme === 'light' ? undefined : 'color-contrast';
        // The verdict and the form to try the model are the same in every stage.
        await expectNoViolation(page, stage, {
          rule,
          except: stage === STAGES[0] ? [] : ['.board-verdict', '#test', '#drives', '#wrong', '#try', '#take'],
        });
      }
    });

    test('axe finds nothing on the form that changes a run', async ({ page, request }) => {
      const { id } = await newRun(request);
      await page.goto(`/r/${id}?stage=measure`);
      await page.getByRole('button', { name: 'Try a variation' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoViolation(page, 'change');
    });
  });
}
