import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT, runNode, WRANGLER } from './wrangler.ts';

/**
 * Applies the migrations to a local D1 database, unless it has them all.
 *
 * @param persistTo folder of the local state; created if need be.
 * @throws {StepwellError} `internal` if one fails.
 */
export async function migrate(persistTo: string): Promise<void> {
  const note = join(persistTo, 'migrations.sha256');
  const wanted = await hashMigrations();
  if (existsSync(join(persistTo, 'v3', 'd1')) && (await readFile(note, 'utf8').catch(() => null)) === wanted) return;
  await runNode(
    [WRANGLER, 'd1', 'migrations', 'apply', 'stepwell', '--local', '--persist-to', persistTo],
    'The database migrations',
  );
  await writeFile(note, wanted);
}

/** @returns a fingerprint of all migrations. */
export async function hashMigrations(): Promise<string> {
  const folder = join(PROJECT, 'apps', 'api', 'migrations');
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex');
}
