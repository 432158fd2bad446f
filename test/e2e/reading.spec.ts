import { expect, test } from '@playwright/test';

/** A file as a till writes it: semicolons, decimal commas, a comment, a line of units, a row too short, and totals. */
const UGLY = [
  '# exported from the till',
  'Region;Datum;Preis;Anteil;Menge;PLZ',
  ';;EUR;;kg;',
  ...Array.from({ length: 40 }, (_, i) => {
    const [day, month] = [(i % 28) + 1, (i % 12) + 1].map((number) => String(number).padStart(2, '0'));
    return `Nord;${day}.${month}.2021;1.${String(100 + i * 7)},50;4,${10 + i}%;${i % 9};0${1000 + i}`;
  }),
  'Ost;1;2',
  'West;01.02.2021;<5;1,0%;4;10115',
  'Total;;45.678,00;;200;',
].join('\n');

test('an ugly file is read, says how, and can be read otherwise', async ({ page }) => {
  await page.goto('/');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'till.csv', mimeType: 'text/csv', buffer: Buffer.from(UGLY) });
  await expect(page.getByText('41 rows, 6 columns')).toBeVisible();
  await expect(page.getByText('Header in line 2. Separated by semicolons.')).toBeVisible();
  await expect(page.getByText('1 line below the header fits no column, like units. Left out.')).toBeVisible();
  await expect(page.getByText('1 row has another number of cells and was left out.')).toBeVisible();
  await expect(page.getByText('The last line holds totals. Left out.')).toBeVisible();
  await expect(page.getByText("1 cell of Preis doesn't fit and counts as missing: line 45: <5")).toBeVisible();
  const first = page.getByRole('region', { name: 'How the file was read' }).getByRole('row').nth(1);
  await expect(first).toContainText('2021-01-01');
  await expect(first).toContainText('1100.5');
  await expect(first).toContainText('0.041');
  const code = page.getByRole('combobox', { name: 'Read PLZ as' });
  await expect(code).toHaveValue('');
  await code.selectOption('number');
  await page.getByRole('radio', { name: 'Preis' }).check({ force: true });
  await expect(page.getByText('predict a number')).toBeVisible();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
  await page.goto(`${page.url()}?stage=define`);
  await expect(page.getByText(/"Datum" was read as dates, day first/)).toBeVisible();
});

test('a file without a header keeps its first row, and can be told that it has one', async ({ page }) => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i / 2},${(i * 7) % 11},${['a', 'b'][i % 2]}`);
  await page.goto('/');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'iris.data', mimeType: 'text/plain', buffer: Buffer.from(rows.join('\n')) });
  await expect(page.getByText('30 rows, 3 columns')).toBeVisible();
  await page.getByRole('button', { name: 'The first line is a header' }).click();
  await expect(page.getByText('29 rows, 3 columns')).toBeVisible();
});
