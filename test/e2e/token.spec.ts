import { expect, test } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { startStack, type Stack } from '../../apps/cli/src/stack/stack.ts';
import { newState } from '../new-state.ts';

const TOKEN = 'for-few-people';
let folder: string;
let stack: Stack;

test.beforeAll(async () => {
  folder = await newState();
  const vars = { INSTANCE_TOKEN: TOKEN };
  stack = await startStack({ port: 0, persistTo: folder, reuse: false, quiet: true, vars });
});
test.afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true });
});

test('a service that asks for a token gets it once, and a run starts', async ({ page }) => {
  await page.goto(stack.url);
  const field = page.getByLabel('This service needs a token');
  const example = page.getByRole('button', { name: /cars/ });
  await expect(example).toBeVisible();
  await expect(field).toHaveCount(0);
  await example.click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This service requires a token');
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toBeFocused();
  await expect(field).toBeInViewport();
  await field.fill('not it');
  await page.getByRole('button', { name: 'Use token' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The token is wrong.');
  await field.fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Evaluation:')).toBeVisible();
  await expect(field).toHaveCount(0);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page).toHaveURL(/\/r\/[0-9A-Za-z]{22}$/);
  await page.goto(stack.url);
  await example.click();
  await expect(page.getByText('Evaluation:')).toBeVisible();
  await expect(field).toHaveCount(0);
});
