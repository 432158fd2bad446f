import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fingerprintSources } from './sources.ts';
import { PROJECT, runNode, WRANGLER } from './wrangler.ts';

const BUNDLES = join(PROJECT, '.stepwell', 'bundles');
const SHARED_SOURCES = [join(PROJECT, 'packages'), join(PROJECT, 'apps', 'api'), join(PROJECT, 'package-lock.json')];

/**
 * Bundles a Worker with `wrangler deploy --dry-run`, unless there is a bundle of the same sources.
 *
 * @param config a wrangler file.
 * @param script the Worker's entry file; the wrangler file's by default.
 * @returns the folder of its modules; `index.js` or the entry's name is the main one.
 * @throws {StepwellError} `internal` with wrangler's output if it can't be bundled.
 */
export async function bundleWorker(config: string, script?: string): Promise<string> {
  const place = dirname(config);
  const isProject = relative(PROJECT, place) === '';
  const own = [
    config,
    ...(isProject ? [] : [place]),
    ...(script === undefined ? [] : [dirname(resolve(PROJECT, script))]),
  ];
  const worker = createHash('sha256')
    .update(`${config}\n${script ?? ''}`)
    .digest('hex')
    .slice(0, 8);
  const name = `${worker}-${await fingerprintSources([...SHARED_SOURCES, ...own])}`;
  const folder = join(BUNDLES, name);
  if (existsSync(folder)) return folder;
  await mkdir(BUNDLES, { recursive: true });
  const making = await mkdtemp(join(BUNDLES, 'making-'));
  const entry = script === undefined ? [] : [script];
  try {
    await runNode([WRANGLER, 'deploy', ...entry, '-c', config, '--dry-run', '--outdir', making], 'Bundling the Worker');
  } catch (error) {
    await rm(making, { recursive: true });
    throw error;
  }
  // Another process may have made the same meanwhile.
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
  for (const other of await readdir(BUNDLES)) {
    if (other.startsWith(`${worker}-`) && other !== name) await rm(join(BUNDLES, other), { recursive: true });
  }
  return folder;
}
