// Takes the README's pictures from real runs of the cars set and of handwritten digits: node scripts/take-screenshots.ts
import { chromium } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../apps/cli/src/client.ts';
import { runToVerdict } from '../apps/cli/src/run-to-verdict.ts';
import { startStack } from '../apps/cli/src/stack/stack.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';
import { upload } from '../apps/cli/src/upload.ts';
import { drawLines, DRAWN } from '../test/e2e/digits.ts';
import { findChromium } from './find-chromium.ts';

const folder = await mkdtemp(join(tmpdir(), 'stepwell-pictures-'));
const stack = await startStack({ persistTo: folder, reuse: false });
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
try {
  const client = connect(stack.url);
  const { sha256 } = await upload(client, join(PROJECT, 'apps/web/public/examples/cars.csv'));
  const request = { dataset: sha256, name: 'cars', target: ['miles_per_gallon'] };
  const { report } = await runToVerdict(client, request, { out: process.stdout });
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
  await phone.goto(report.run.url);
  await phone.getByRole('figure', { name: /^Predicted vs/ }).waitFor();
  await phone.screenshot({ path: join(PROJECT, 'docs/run-phone.png') });
  const digits = await upload(client, join(PROJECT, 'apps/web/public/examples/digits.zip'));
  const drawn = await runToVerdict(
    client,
    { dataset: digits.sha256, name: 'digits', target: ['label'], effort: 'quick', protocol: 'hold-out' },
    { out: process.stdout },
  );
  await phone.goto(drawn.report.run.url);
  const panel = phone.getByRole('region', { name: 'Try it' });
  const canvas = panel.getByRole('img', { name: 'Drawing area' });
  await canvas.waitFor();
  await canvas.evaluate((element) => {
    element.scrollIntoView({ block: 'start' });
  });
  await drawLines(phone, canvas, DRAWN[3]);
  await panel.locator('[data-testid=answer][aria-busy=false] strong').waitFor();
  await phone.screenshot({ path: join(PROJECT, 'docs/draw-phone.png') });
  const desktop = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await desktop.goto(`${report.run.url}?stage=scale-up&chart=both`);
  await desktop.locator('main[data-status=finished] canvas').first().waitFor();
  await desktop.locator('[data-stage=scale-up]').evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await desktop.screenshot({ path: join(PROJECT, 'docs/scale-up-desktop.png') });
} finally {
  await browser.close();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
