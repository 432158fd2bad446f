// Lighthouse with its phone profile on the built dashboard, served by workerd here: home and a finished run; and what
// goes over the wire until the run can be read: npm run bench:lighthouse
import { chromium } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { connect } from '../apps/cli/src/client.ts';
import { runToVerdict } from '../apps/cli/src/run-to-verdict.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { upload } from '../apps/cli/src/upload.ts';
import { findChromium } from '../scripts/find-chromium.ts';
import { printTable } from './print-table.ts';

const DEBUGGING_PORT = 9_377;
/** Installed when it is needed: nothing else uses it. */
const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

const folder = await mkdtemp(join(tmpdir(), 'stepwell-lighthouse-'));
const lighthouse = await installLighthouse(folder);
const stack = await startStack({ persistTo: folder, reuse: false });
const browser = await chromium.launch({
  executablePath: findChromium() ?? '',
  args: ['--no-sandbox', `--remote-debugging-port=${DEBUGGING_PORT}`],
});
try {
  const client = connect(stack.url);
  const { sha256 } = await upload(client, join(PROJECT, 'apps/web/public/examples/cars.csv'));
  const { report } = await runToVerdict(
    client,
    { dataset: sha256, name: 'cars', target: ['miles_per_gallon'], effort: 'quick' },
    { out: process.stdout },
  );
  const rows = [];
  for (const [name, url] of [
    ['home', stack.url],
    ['a finished run', report.run.url],
  ] as const) {
    const result = await lighthouse(url, {
      port: DEBUGGING_PORT,
      onlyCategories: CATEGORIES,
      logLevel: 'error',
    });
    if (result === undefined) throw new Error(`Lighthouse said nothing of ${url}`);
    const { categories, audits } = result.lhr;
    rows.push([
      name,
      ...CATEGORIES.map((category) => String(Math.round(100 * (categories[category]?.score ?? Number.NaN)))),
      ...['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'].map(
        (audit) => audits[audit]?.displayValue ?? '',
      ),
    ]);
    for (const audit of Object.values(audits)) {
      if (audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative')
        console.log(`${name}: ${audit.id} ${audit.score} ${audit.displayValue ?? ''}`);
    }
  }
  printTable(
    'Lighthouse, phone profile',
    ['', 'performance', 'accessibility', 'best practices', 'FCP', 'LCP', 'TBT', 'CLS'],
    rows,
  );
  const { script, data } = await bytesUntilReadable(report.run.url);
  console.log(
    `until the run can be read: ${kilobytes(script)} kB of JavaScript, ${kilobytes(data)} kB of run data, gzip`,
  );
} finally {
  await browser.close();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Scripts that a fresh browser has loaded when the verdict stands there, and run data until the curve is drawn; gzip. */
async function bytesUntilReadable(url: string): Promise<{ script: number; data: number }> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[data-testid=verdict]')?.textContent.includes('Tested once') !== true) return;
      observer.disconnect();
      performance.mark('readable');
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(url);
  await page.locator('canvas').first().waitFor();
  const loaded = await page.evaluate(() => {
    const [readable] = performance.getEntriesByName('readable');
    return performance
      .getEntriesByType('resource')
      .flatMap((entry) =>
        entry instanceof PerformanceResourceTiming
          ? [{ name: entry.name, early: entry.responseEnd <= (readable?.startTime ?? 0) }]
          : [],
      );
  });
  const sum = async (names: string[]) => {
    let bytes = 0;
    for (const name of names) bytes += gzipSync(new Uint8Array(await (await fetch(name)).arrayBuffer())).byteLength;
    return bytes;
  };
  const namesOf = (of: RegExp, early: boolean) =>
    loaded.filter((it) => of.test(new URL(it.name).pathname) && (it.early || !early)).map(({ name }) => name);
  return { script: await sum(namesOf(/\.js$/, true)), data: await sum(namesOf(/^\/api\//, false)) };
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

/** What is read of Lighthouse's result. */
interface Audited {
  lhr: {
    categories: Record<string, { score: number | null } | undefined>;
    audits: Record<string, { id: string; score: number | null; scoreDisplayMode: string; displayValue?: string }>;
  };
}
type Lighthouse = (
  url: string,
  flags: { port: number; onlyCategories: string[]; logLevel: 'error' },
) => Promise<Audited | undefined>;

async function installLighthouse(prefix: string): Promise<Lighthouse> {
  execFileSync('npm', ['install', '--silent', '--prefix', prefix, LIGHTHOUSE], { stdio: 'inherit' });
  const entry = join(prefix, 'node_modules', 'lighthouse', 'core', 'index.js');
  const loaded: unknown = await import(pathToFileURL(entry).href);
  if (!isLighthouse(loaded)) throw new Error(`${LIGHTHOUSE} has no function to run`);
  return loaded.default;
}

function isLighthouse(loaded: unknown): loaded is { default: Lighthouse } {
  return typeof Reflect.get(Object(loaded), 'default') === 'function';
}
