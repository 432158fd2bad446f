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
const ROUNDS = 5;
const AUDITS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];
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
  const pages = [
    { name: 'home', url: stack.url, seen: [] as Audited['lhr'][] },
    { name: 'a finished run', url: report.run.url, seen: [] as Audited['lhr'][] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, url, seen } of pages) {
      const result = await lighthouse(url, { port: DEBUGGING_PORT, onlyCategories: CATEGORIES, logLevel: 'error' });
      if (result === undefined) throw new Error(`Lighthouse said nothing of ${url}`);
      seen.push(result.lhr);
      for (const audit of Object.values(result.lhr.audits)) {
        if (round === 0 && audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative')
          console.log(`${name}: ${audit.id} ${audit.score} ${audit.displayValue ?? ''}`);
      }
    }
  }
  const rows = pages.map(({ name, seen }) => [
    name,
    ...CATEGORIES.map((category) => {
      const scores = seen.map(({ categories }) => Math.round(100 * (categories[category]?.score ?? Number.NaN)));
      return `${median(scores)} (${Math.min(...scores)} to ${Math.max(...scores)})`;
    }),
    ...AUDITS.map((audit) => {
      const value = median(seen.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN));
      return audit === 'cumulative-layout-shift' ? value.toFixed(3) : `${(value / 1000).toFixed(2)} s`;
    }),
  ]);
  printTable(
    `Lighthouse, phone profile: medians of ${ROUNDS} rounds, in turns`,
    ['', 'performance', 'accessibility', 'best practices', 'FCP', 'LCP', 'TBT', 'CLS'],
    rows,
  );
  const { atOnce, script, data } = await bytesUntilReadable(report.run.url);
  console.log(
    `JavaScript until the verdict can be read: ${kilobytes(atOnce)} kB; until the page has taken over: ${kilobytes(script)} kB; run data: ${kilobytes(data)} kB; gzip`,
  );
} finally {
  await browser.close();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}

/**
 * Scripts that a fresh browser has loaded when the verdict can be read, which is in the page, and when the page's own code shows it;
 * and run data until the first figure is drawn; gzip.
 */
async function bytesUntilReadable(url: string): Promise<{ atOnce: number; script: number; data: number }> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const says = (selector: string) => document.querySelector(selector)?.textContent.includes('Tested once') === true;
    const observer = new MutationObserver(() => {
      if (says('#first-view') && performance.getEntriesByName('readable').length === 0) performance.mark('readable');
      if (!says('[data-testid=verdict]')) return;
      observer.disconnect();
      performance.mark('taken-over');
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(url);
  await page.getByRole('figure', { name: /^Predicted vs/ }).waitFor();
  const loaded = await page.evaluate(() => {
    const at = (mark: string) => performance.getEntriesByName(mark)[0]?.startTime ?? 0;
    const [readable, takenOver] = [at('readable'), at('taken-over')];
    return performance
      .getEntriesByType('resource')
      .flatMap((entry) =>
        entry instanceof PerformanceResourceTiming
          ? [{ name: entry.name, atOnce: entry.responseEnd <= readable, early: entry.responseEnd <= takenOver }]
          : [],
      );
  });
  const sum = async (resources: typeof loaded) => {
    let bytes = 0;
    for (const { name } of resources)
      bytes += gzipSync(new Uint8Array(await (await fetch(name)).arrayBuffer())).byteLength;
    return bytes;
  };
  const scripts = loaded.filter(({ name }) => new URL(name).pathname.endsWith('.js'));
  return {
    atOnce: await sum(scripts.filter(({ atOnce }) => atOnce)),
    script: await sum(scripts.filter(({ early }) => early)),
    data: await sum(loaded.filter(({ name }) => new URL(name).pathname.startsWith('/api/'))),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

/** What is read of Lighthouse's result. */
interface Audited {
  lhr: {
    categories: Record<string, { score: number | null } | undefined>;
    audits: Record<
      string,
      { id: string; score: number | null; scoreDisplayMode: string; displayValue?: string; numericValue?: number }
    >;
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
