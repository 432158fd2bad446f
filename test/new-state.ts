import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashMigrations, migrate } from '../apps/cli/src/stack/migrate.ts';
import { PROJECT } from '../apps/cli/src/stack/wrangler.ts';

const TEMPLATES = join(PROJECT, 'test-results', 'migrated');

/**
 * A folder of its own for a service's state, with an empty database. Migrations are applied once and copied from then on: it
 * takes wrangler seconds.
 */
export async function newState(): Promise<string> {
  const template = join(TEMPLATES, await hashMigrations());
  if (!existsSync(template)) await makeTemplate(template);
  const state = await mkdtemp(join(tmpdir(), 'stepwell-state-'));
  await cp(template, state, { recursive: true });
  return state;
}

async function makeTemplate(template: string): Promise<void> {
  await mkdir(TEMPLATES, { recursive: true });
  const making = await mkdtemp(join(TEMPLATES, 'making-'));
  await migrate(making);
  // Another test may have made the same meanwhile.
  await rename(making, template).catch(() => rm(making, { recursive: true, force: true }));
}
