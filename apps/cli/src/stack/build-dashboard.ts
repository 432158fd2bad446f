import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PROJECT, runNode } from './wrangler.ts';

const WEB = join(PROJECT, 'apps', 'web');
/** Folder of the built dashboard. */
export const DASHBOARD = join(WEB, 'out');
/** Sources of the dashboard. */
const PACKAGES = ['base', 'data', 'metrics', 'backend', 'workflow', 'model'].map((name) =>
  join(PROJECT, 'packages', name, 'src'),
);
const SOURCES = [WEB, ...PACKAGES, join(PROJECT, 'package-lock.json')];
/** Names that the build writes. */
const OUTPUTS = new Set(['out', '.next', 'node_modules', 'examples', 'next-env.d.ts']);

/** Builds the dashboard if any of its sources is newer. */
export async function buildDashboard(say: (line: string) => void): Promise<void> {
  const built = await modified(join(DASHBOARD, 'sw.js'));
  const newest = Math.max(...(await Promise.all(SOURCES.map(newestIn))));
  if (built > newest) return;
  say('Building the dashboard …');
  await runNode([join(WEB, 'scripts', 'build-examples.mjs')], 'Writing the examples', WEB);
  const next = createRequire(join(WEB, 'package.json')).resolve('next/dist/bin/next');
  await runNode([next, 'build'], 'Building the dashboard', WEB);
  await runNode([join(WEB, 'scripts', 'build-engine.mjs')], 'Packing the engine', WEB);
  await runNode([join(WEB, 'scripts', 'write-headers.mjs')], 'Writing the headers', WEB);
  await runNode([join(WEB, 'scripts', 'build-service-worker.mjs')], 'Packing the service worker', WEB);
}

async function newestIn(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const inside = await Promise.all(
    entries.filter((entry) => !OUTPUTS.has(entry.name)).map((entry) => newestIn(join(path, entry.name))),
  );
  // A folder's own time changes when something is built in it.
  return inside.length > 0 ? Math.max(...inside) : mtimeMs;
}

async function modified(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}
