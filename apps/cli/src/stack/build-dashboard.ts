import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isNewer } from './sources.ts';
import { PROJECT, runNode } from './wrangler.ts';

const WEB = join(PROJECT, 'apps', 'web');
/** Folder of the built dashboard. */
export const DASHBOARD = join(WEB, 'out');
/** Sources of the dashboard. */
const PACKAGES = ['base', 'data', 'metrics', 'backend', 'workflow', 'model'].map((name) =>
  join(PROJECT, 'packages', name, 'src'),
);
const SOURCES = [WEB, ...PACKAGES, join(PROJECT, 'package-lock.json')];

/** Builds the dashboard if any of its sources is newer. */
export async function buildDashboard(say: (line: string) => void): Promise<void> {
  if (await isNewer(join(DASHBOARD, 'sw.js'), SOURCES)) return;
  say('Building the dashboard …');
  await runNode([join(WEB, 'scripts', 'build-examples.mjs')], 'Writing the examples', WEB);
  const next = createRequire(join(WEB, 'package.json')).resolve('next/dist/bin/next');
  await runNode([next, 'build'], 'Building the dashboard', WEB);
  await runNode([join(WEB, 'scripts', 'build-engine.mjs')], 'Packing the engine', WEB);
  await runNode([join(WEB, 'scripts', 'write-headers.mjs')], 'Writing the headers', WEB);
  await runNode([join(WEB, 'scripts', 'build-service-worker.mjs')], 'Packing the service worker', WEB);
}
