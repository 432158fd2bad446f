import { expect, test, type Page } from '@playwright/test';
import { STAGES } from '@stepwell/workflow/stages';
import { generator } from '@stepwell/base/random';
import { finishedRun } from './finished-run.ts';

const TITLE = '</title><script>window.hacked=1</script>';
const COLUMNS = ['<img src=x onerror=window.hacked=2>', '__proto__', 'constructor', "=cmd|' /C calc'!A0"];
const TARGET = '"><svg onload=window.hacked=3>';
const CLASSES = ['<b onmouseover=window.hacked=4>yes', 'javascript:window.hacked=5'];

/** Rows whose names and cells try to become a program. */
function hostileCsv(): string {
  const random = generator(1, 'test-table', 'hostile');
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const lines = Array.from({ length: 160 }, () => {
    const positive = random.uniform() < 0.5;
    const cells = [
      (random.uniform() + (positive ? 0.6 : 0)).toFixed(3),
      String(random.below(5)),
      random.below(2) === 0 ? '${window.hacked=6}' : '{{constructor}}',
      random.uniform().toFixed(3),
      CLASSES[positive ? 0 : 1] ?? '',
    ];
    return cells.map(quoted).join(',');
  });
  return [[...COLUMNS, TARGET].map(quoted).join(','), ...lines].join('\n');
}

async function expectUnharmed(page: Page, where: string): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(window, 'hacked')), where).toBeUndefined();
}

test('hostile names and cells stay text on every page and in every export', async ({ page, request }) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|violat/i.test(message.text())) refused.push(message.text());
  });
  const { id } = await finishedRun(
    request,
    { name: TITLE, target: [TARGET], model: { epochs: 8 }, ignoreGate: true },
    { type: 'text/csv', data: hostileCsv() },
  );

  await page.goto(`/r/${id}`);
  await expect(page.locator('main')).toHaveAttribute('data-status', 'finished');
  for (const stage of STAGES) {
    const button = page.getByRole('button', { name: new RegExp(`^${stage}\\b`) });
    await button.press('Enter');
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByRole('heading', { name: 'Decisions' })).toBeVisible();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await expectUnharmed(page, stage);
  }
  await expect(page.getByRole('heading', { level: 1 })).toContainText(TITLE);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Share this run' })).toBeVisible();
  await expectUnharmed(page, 'share');
  await page.goto(`/compare?runs=${id},${id}`);
  await expect(page.getByRole('heading', { name: 'Compare runs' })).toBeVisible();
  await expectUnharmed(page, 'compare');
  await page.goto(`/r/${id}/embed`);
  await expectUnharmed(page, 'embed');
  await page.goto(`/r/${id}/curve.svg`);
  await expectUnharmed(page, 'curve');

  await test.step('the report as one file, opened without any policy', async () => {
    const html = await (await request.get(`/api/runs/${id}/report.html`)).text();
    await page.goto('about:blank');
    await page.setContent(html);
    await expectUnharmed(page, 'report');
    expect(await page.locator('script, img[src="x"]').count()).toBe(0);
  });
  await test.step('no cell of an export is a formula', async () => {
    for (const path of ['predictions', 'curve.csv']) {
      const csv = await (await request.get(`/api/runs/${id}/${path}`)).text();
      expect(csv.split(/[,\n]/).filter((cell) => /^"?[=@]/.test(cell))).toEqual([]);
    }
  });
  expect(refused, 'the pages themselves are within their policy').toEqual([]);
});
