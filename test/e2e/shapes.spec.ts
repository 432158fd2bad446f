import { expect, test, type Locator, type Page } from '@playwright/test';
import { sharedRun } from './finished-run.ts';

/** Names that begin alike, as columns and classes of one file often do. */
const longName = (i: number) => `sensor_temperature_mean_over_the_day_${i}`;
const shortName = (i: number) => `c${i}`;

/** Texts of a figure that lie over each other, or outside of the picture or scroller that holds them. */
async function faultsOf(figure: Locator): Promise<string[]> {
  return figure.evaluate((element) => {
    const isSeen = (node: Element) => {
      const { width, height } = node.getBoundingClientRect();
      return (
        width > 1 && height > 1 && node.closest('details:not([open])') === null && node.closest('.sr-only') === null
      );
    };
    const holds = (node: Element) =>
      [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent!.trim());
    // Sticky cells lie over others by intent.
    const texts = [...element.querySelectorAll('text, td, th, span, p, button')].filter(
      (node) => holds(node) && isSeen(node) && getComputedStyle(node).position !== 'sticky',
    );
    const faults: string[] = [];
    const boxes = texts.map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return { node, box: node instanceof SVGElement ? node.getBoundingClientRect() : range.getBoundingClientRect() };
    });
    boxes.forEach(({ node, box }, i) => {
      const picture = node.closest('svg')?.getBoundingClientRect();
      if (picture && (box.left < picture.left - 1 || box.right > picture.right + 1))
        faults.push(`"${node.textContent}" leaves its picture`);
      for (const { node: other, box: there } of boxes.slice(i + 1)) {
        if (node.contains(other) || other.contains(node)) continue;
        const across = Math.min(box.right, there.right) - Math.max(box.left, there.left);
        const down = Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top);
        if (across > 1 && down > 3) faults.push(`"${node.textContent}" lies over "${other.textContent}"`);
      }
    });
    return faults;
  });
}

/** Opens a run whose report or diagnostics have another shape. */
async function openWith(
  page: Page,
  { report, diagnostics }: { report?: (report: Record<string, unknown>) => object; diagnostics?: object },
  stage = '',
): Promise<void> {
  const { id } = await sharedRun(page.request, { ignoreGate: true });
  if (report !== undefined) {
    // Read before: a route that is still fetching when its page closes would fail the next test.
    const json: unknown = await (await page.request.get(`/api/runs/${id}/report`)).json();
    const other = { ...Object(json), ...report(Object(json)) };
    await page.route(`**/api/runs/${id}/report**`, (route) => route.fulfill({ json: other }));
  }
  if (diagnostics !== undefined) await page.route('**/diagnostics', (route) => route.fulfill({ json: diagnostics }));
  await page.goto(`/r/${id}${stage}`);
}

async function expectLegible(page: Page, figure: Locator): Promise<void> {
  await expect(figure).toBeVisible();
  expect(await faultsOf(figure)).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, 'the page does not scroll sideways').toBeLessThanOrEqual(0);
}

/** One page each: what a report holds of any number is asked of the page together. */
interface Shapes {
  name: (i: number) => string;
  classes: number;
  inputs?: number;
  trials?: number;
  curves?: object;
}

const unit = (n: number) => Array.from({ length: n + 1 }, (_, i): [number, number] => [i / n, Math.sqrt(i / n)]);
const CURVES = {
  roc: unit(100),
  precisionRecall: unit(100),
  share: 0.5,
  calibration: Array.from({ length: 10 }, (_, i) => ({
    predicted: 0.05 + i / 10,
    observed: 0.05 + i / 10,
    rows: 1000 + i,
    ci: [Math.max(0, i / 10 - 0.05), Math.min(1, i / 10 + 0.15)],
  })),
};

const ALL_SHAPES: readonly Shapes[] = [
  { name: shortName, classes: 2, inputs: 3, trials: 6, curves: CURVES },
  { name: shortName, classes: 12, inputs: 40, trials: 600 },
  { name: shortName, classes: 30 },
  { name: longName, classes: 2, inputs: 40 },
  { name: longName, classes: 12 },
  { name: longName, classes: 30 },
];

for (const { name, classes, inputs, trials, curves = null } of ALL_SHAPES) {
  test(`${classes} classes named like ${name(1)}, ${inputs ?? 'usual'} inputs, ${trials ?? 'usual'} trials`, async ({
    page,
  }) => {
    const names = Array.from({ length: classes }, (_, i) => name(i));
    const matrix = names.map((_, i) => names.map((__, j) => (i === j ? 1234 : (i * 7 + j) % 5)));
    const report = (report: Record<string, unknown>) => ({
      explanation: { ...Object(report['explanation']), ...(inputs && { importance: importanceOf(inputs, name) }) },
      tune: { ...Object(report['tune']), ...(trials && searchOf(Object(report['tune']).trials[0], trials)) },
    });
    const diagnostics = { kind: 'classes', classes: names, together: 0, matrix, curves };
    await openWith(page, { report, diagnostics }, trials === undefined ? '' : '?stage=tune');

    await test.step('confusion matrix', async () => {
      const figure = page.getByRole('figure', { name: /^Confusion matrix/ });
      await expectLegible(page, figure);
      const cell = figure.locator('tbody td').first();
      const scroller = figure.locator('.overflow-auto').first();
      await scroller.evaluate((element) => (element.scrollLeft = element.scrollWidth));
      const [left, edge] = [(await cell.boundingBox())!.x, (await scroller.boundingBox())!.x];
      expect(Math.abs(left - edge), 'the names of the rows stay in sight').toBeLessThan(2);
    });
    if (curves !== null) {
      await test.step('curves of two classes', async () => {
        await page.getByText('ROC, precision and recall, calibration').click();
        for (const title of ['ROC curve', 'Precision and recall', 'Calibration'])
          await expectLegible(page, page.getByRole('figure', { name: new RegExp(`^${title}`) }));
      });
    }
    if (inputs !== undefined) {
      await test.step('inputs', async () => {
        const region = page.getByRole('region', { name: 'Columns by what they add' });
        await expectLegible(page, region);
        if (inputs > 6) {
          await expect(region).toContainText('34 other columns: +0.143 at most, each by itself.');
          await page.getByRole('button', { name: `Show all ${inputs} columns` }).press('Enter');
          await expectLegible(page, region);
        }
        if (name === longName) {
          const cut = region.getByRole('button', { name: longName(0) });
          await expect(cut).toHaveText('sensor_temperatu…_over_the_day_0');
          await cut.press('Enter');
          await expect(cut).toHaveText(longName(0));
        }
      });
    }
    if (trials !== undefined) {
      await test.step('a search', async () => {
        await expectLegible(page, page.getByRole('figure', { name: /^Hyperparameter search/ }));
        await expectLegible(page, page.getByRole('figure', { name: /^Hyperparameter importance/ }));
      });
    }
  });
}

test('30 labels with long names', async ({ page }) => {
  const labels = Array.from({ length: 30 }, (_, i) => ({
    label: longName(i),
    hits: 100 + i,
    misses: 1000,
    falseAlarms: 5,
    ci: [0.07, 0.13],
  }));
  await openWith(page, { diagnostics: { kind: 'labels', labels, left: 0 } });
  await expectLegible(page, page.getByRole('figure', { name: /^Recall by label/ }));
});

function importanceOf(count: number, name: (i: number) => string): object[] {
  return Array.from({ length: count }, (_, i) => ({
    columns: [name(i)],
    rise: 1 / (i + 1),
    ci: [0.5 / (i + 1), 1.5 / (i + 1)],
    isClear: i < 4,
    score: 0.5,
  }));
}

/** Trials like one of a run, each with other settings. */
function searchOf(first: { config: object }, count: number): object {
  const trials = Array.from({ length: count }, (_, i) => ({
    ...first,
    id: `tune-${i + 1}`,
    score: 2 + ((i * 37) % count) / count,
    config: {
      ...first.config,
      units: Array.from({ length: 1 + (i % 3) }, () => 2 ** (3 + (i % 6))),
      dropout: (i % 7) / 10,
      learningRate: Number((0.0001 * 1.013 ** i).toPrecision(3)),
      batchSize: 2 ** (4 + (i % 4)),
      optimizer: i % 2 === 0 ? 'rmsprop' : 'adam',
    },
  }));
  const importance = [
    { name: 'learningRate', share: 0.42, ci: [0.2, 0.7] },
    { name: 'dropout', share: 0.2, ci: [0.05, 0.4] },
  ];
  return { trials, best: 'tune-1', importance };
}
