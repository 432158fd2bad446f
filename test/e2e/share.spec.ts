import { expect, test, type Page } from '@playwright/test';
import { decode } from 'fast-png';
import jsQR from 'jsqr';
import { createServer } from 'node:http';
import { learnableCsv } from '../workerd/tables.ts';
import { finishedRun, sharedRun } from './finished-run.ts';

/** A finished run with a name that has to be escaped; its key must stay secret. */
const namedRun = (page: Page) => sharedRun(page.request, { name: 'small "table"' });

test('a run is shared by keyboard alone: link, code, Markdown, frame, files', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id, key } = await namedRun(page);
  const link = `${baseURL}/r/${id}`;
  await page.goto(link);
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished');
  const open = page.getByRole('button', { name: 'Share', exact: true });
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share this run' });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText('the edit key stays in this browser');

  await test.step('it stays inside of the window, its targets large enough for a finger', async () => {
    const window = page.viewportSize()!;
    const box = (await dialog.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(window.width);
    expect(box.y + box.height).toBeLessThanOrEqual(window.height);
    const sideways = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(sideways).toBeLessThanOrEqual(0);
    for (const target of await dialog.locator('a, button, input').all()) {
      expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    }
  });

  await test.step('the code leads to the link', async () => {
    const code = dialog.getByRole('img', { name: /QR code/ });
    const { data, width, height } = decode(await code.screenshot());
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    const channels = data.length / (width * height);
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[channels * i + c]!;
    }
    expect(jsQR(rgba, width, height)?.data).toBe(link);
  });

  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const tabTo = async (name: string) => {
    const target = dialog.getByRole('button', { name, exact: true });
    for (let i = 0; i < 20; i++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never came to ${name}`);
  };

  await test.step('link, Markdown and frame are copied', async () => {
    await tabTo('Copy link');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('status')).toHaveText('Link copied.');
    expect(await copied()).toBe(link);
    await tabTo('Copy as Markdown');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('status')).toContainText('Markdown copied');
    const markdown = await copied();
    expect(markdown).toContain(`[![y from small "table"](${link}/curve.svg)](${link})`);
    expect(markdown).toContain('Predicts "y" within');
    await tabTo('Copy embed code');
    await page.keyboard.press('Space');
    await expect(dialog.getByRole('status')).toContainText('Embed code copied');
    expect(await copied()).toContain(`<iframe src="${link}/embed" title="y from small &quot;table&quot;"`);
    expect(await dialog.innerHTML()).not.toContain(key);
  });

  await test.step('every file is there', async () => {
    const files = dialog.getByRole('region', { name: 'Downloads' }).getByRole('link');
    await expect(files).toHaveCount(9);
    for (const file of await files.all()) {
      const response = await page.request.get((await file.getAttribute('href'))!);
      expect(response.status(), await file.innerText()).toBe(200);
      expect(await file.getAttribute('download')).toMatch(/^small-table-[a-z.]+$/);
    }
  });

  await test.step('Escape closes it, and the focus is where it was', async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(open).toBeFocused();
  });
});

test('anyone with the file checks a run in the browser, and a tampered copy is found out', async ({ page }) => {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  await page.goto(`/r/${id}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const check = page.getByRole('region', { name: 'Check this run' });
  const choose = check.getByLabel('Choose its file');
  const csv = learnableCsv(120);
  const file = (text: string) => ({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await choose.setInputFiles(file(csv));
  await expect(check.getByText(/^Checked: same bits/)).toBeVisible();
  const report: unknown = await (await page.request.get(`/api/runs/${id}/report`)).json();
  await expect(check).toContainText((report as { model: { sha256: string } }).model.sha256);

  await choose.setInputFiles(file(csv.replace('red', 'blue')));
  await expect(check.getByText('Not the same.')).toBeVisible();
  await expect(check).toContainText("table.csv isn't the file of this run");
  await expect(check).toContainText(/, and here it /);
  await choose.setInputFiles(file('p\n1\n'));
  await expect(check.getByRole('alert')).toBeVisible();
  // Only the key holder attaches a check.
  await choose.setInputFiles(file(csv));
  await expect(check.getByText(/^Checked: same bits/)).toBeVisible();
  await expect(check.getByRole('button', { name: 'Attach to the run' })).toHaveCount(0);
});

test('the key holder attaches a check, whoever has the link reads it, and it can be removed', async ({
  page,
  browser,
}) => {
  const { id, key } = await finishedRun(page.request, { effort: 'single' });
  await page.addInitScript(
    ([run, held]) => localStorage.setItem('stepwell.keys', JSON.stringify({ [run!]: held })),
    [id, key],
  );
  await page.goto(`/r/${id}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const check = page.getByRole('region', { name: 'Check this run' });
  const choose = check.getByLabel('Choose its file');
  const csv = learnableCsv(120);
  const file = (text: string) => ({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const attach = check.getByRole('button', { name: 'Attach to the run' });
  await choose.setInputFiles(file(csv.replace('red', 'blue')));
  await expect(check.getByText('Not the same.')).toBeVisible();
  await expect(attach).toHaveCount(0);
  await choose.setInputFiles(file(csv));
  await attach.click();
  await expect(check.getByText('Attached.')).toBeVisible();
  await page.keyboard.press('Escape');
  const line = page.getByRole('region', { name: 'Checks' }).getByRole('listitem');
  await expect(line).toContainText(/^Checked: same bits, [A-Z][a-z]{2} \d+, \d{4}, in Chromium \d+/);

  const stranger = await browser.newPage();
  await stranger.goto(`/r/${id}`);
  const checks = stranger.getByRole('region', { name: 'Checks' });
  await expect(checks.getByRole('listitem')).toHaveText(/^Checked: same bits/);
  await expect(checks).toContainText('Stated by the key holder. Anyone with the file can check this run');
  await expect(checks.getByRole('button')).toHaveCount(0);

  await line.getByRole('button', { name: /^Remove/ }).click();
  await expect(page.getByRole('region', { name: 'Checks' })).toHaveCount(0);
  await stranger.reload();
  await expect(stranger.locator('main')).toHaveAttribute('data-status', 'finished');
  await expect(checks).toHaveCount(0);
  await stranger.close();
});

test('where the browser refuses to copy, what to copy is there', async ({ page, baseURL }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } });
  });
  const { id } = await namedRun(page);
  await page.goto(`/r/${id}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(dialog.getByRole('textbox', { name: /manually/ })).toHaveValue(
    new RegExp(`${baseURL}/r/${id}/curve.svg`),
  );
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused();
});

test('previews find their tags, frames open elsewhere, and no cookie is asked for', async ({
  page,
  context,
  baseURL,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const { id } = await namedRun(page);
  const link = `${baseURL}/r/${id}`;
  const html = await (await page.request.get(link)).text();
  expect(html.match(/<title>/g)).toHaveLength(1);
  expect(html).toContain('<title>y from small "table" · Stepwell</title>');
  expect(html).toContain(`<meta property="og:url" content="${link}" />`);
  const image = /<meta property="og:image" content="([^"]+)"/.exec(html)![1]!;
  const card = await page.request.get(image);
  expect(card.headers()['cache-control']).toContain('immutable');
  const oembed = /type="application\/json\+oembed" href="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&');
  expect(await (await page.request.get(oembed)).json()).toMatchObject({ type: 'rich', version: '1.0' });
  await page.goto(link);
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished');
  const svg = await (await page.request.get(`${link}/curve.svg`)).text();
  const parsed = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror, polyline').length,
    svg,
  );
  expect(parsed, 'the measure, and both losses').toBe(3);

  // A page of another origin: only what is made for frames shows in one.
  const elsewhere = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<iframe name="made" src="${link}/embed"></iframe><iframe name="page" src="${link}"></iframe>`);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const address = elsewhere.address();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`);
  await expect(page.frameLocator('iframe[name=made]').getByText('Works.')).toBeVisible();
  await expect(page.frameLocator('iframe[name=page]').locator('main')).toHaveCount(0);
  elsewhere.close();
  expect((await page.request.get('/')).headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(await context.cookies()).toEqual([]);
  expect(errors).toEqual([]);
});
