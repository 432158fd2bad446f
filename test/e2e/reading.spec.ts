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

test('any column can be read another way, with a word that is missing', async ({ page }) => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 7 === 0 ? -1 : i},${i % 3},${i % 2 === 0 ? 'no' : 'yes'}`);
  await page.goto('/');
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'plain.csv', mimeType: 'text/csv', buffer: Buffer.from(['a,grade,y', ...rows].join('\n')) });
  await page.getByText('How the file was read').click();
  const grade = page.getByRole('button', { name: 'grade number' });
  await expect(grade).toHaveAttribute('aria-expanded', 'false');
  await grade.click();
  await expect(page.getByRole('combobox', { name: 'Read grade as' })).toBeFocused();
  await page.getByRole('combobox', { name: 'Read grade as' }).selectOption('category');
  await expect(page.getByRole('button', { name: 'grade category' })).toHaveAttribute('aria-expanded', 'true');
  await page.getByRole('button', { name: 'a number' }).click();
  await page.getByLabel('Also missing:').first().fill('-1');
  await page.getByRole('radio', { name: 'y' }).check({ force: true });
  const asking = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/runs'));
  await page.getByRole('button', { name: 'Start' }).click();
  expect((await asking).postDataJSON().read).toEqual({ grade: ['category'], a: ['missing:-1'] });
  await page.waitForURL(/\/r\/[0-9A-Za-z]{22}$/);
});

test('a file that is refused can be read with other options', async ({ page }) => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i}&${(i * 7) % 11}&${['a', 'b'][i % 2]}`);
  await page.goto('/');
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'ampersand.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(['x&y&z', ...rows].join('\n')),
  });
  await expect(page.getByText('The file has one column')).toBeVisible();
  await page.getByText('Read the file differently').click();
  await page.getByLabel('Separator').selectOption('Other');
  await page.getByLabel('Other separator').fill('&');
  await page.getByRole('button', { name: 'Read the file again' }).click();
  await expect(page.getByText('30 rows, 3 columns')).toBeVisible();
});

test('a file is fetched by its address, from the home page alone', async ({ page }) => {
  const csv = ['a,b,y', ...Array.from({ length: 30 }, (_, i) => `${i},${i % 4},${i % 2}`)].join('\n');
  const open = { 'access-control-allow-origin': '*' };
  await page.route('https://files.example/**', (route) =>
    route.request().url().endsWith('/sales.csv')
      ? route.fulfill({ body: csv, headers: { ...open, 'content-type': 'text/csv' } })
      : route.fulfill({ body: '<html>', headers: { ...open, 'content-type': 'text/html' } }),
  );
  await page.goto('/');
  await page.getByText('Fetch a file from the web instead').click();
  const field = page.getByLabel('Address of the file');
  const fetchIt = page.getByRole('button', { name: 'Fetch this file' });
  await field.fill('sales.csv');
  await fetchIt.click();
  await expect(page.getByText('Enter an address that begins with https://.')).toBeVisible();
  await field.fill('https://files.example/view/sales');
  await fetchIt.click();
  await expect(page.getByText("The file is a web page (HTML), which isn't supported.")).toBeVisible();
  await field.fill('https://files.example/data/sales.csv');
  await fetchIt.click();
  await expect(page.getByText('30 rows, 3 columns')).toBeVisible();
  const policyOf = async (path: string) =>
    (await page.request.get(path)).headers()['content-security-policy']?.match(/connect-src [^;]*/)?.[0];
  expect(await policyOf('/')).toBe("connect-src 'self' https:");
  expect(await policyOf('/compare')).toBe("connect-src 'self'");
});
