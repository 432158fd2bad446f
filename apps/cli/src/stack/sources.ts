import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of what builds and installs write. */
const OUTPUTS = new Set(['out', '.next', '.wrangler', 'node_modules', 'examples', 'next-env.d.ts']);

/** A source file. */
interface Source {
  path: string;
  modified: number;
  bytes: number;
}

/** @returns all files in folders, at any depth, less what builds write; a file is itself. Sorted by path. */
export async function sourcesIn(paths: string[]): Promise<Source[]> {
  const sources = (await Promise.all(paths.map(filesIn))).flat();
  return sources.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @returns a fingerprint that changes when a file in these folders is changed, added, moved or deleted. */
export async function fingerprintSources(paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, modified, bytes } of await sourcesIn(paths)) hash.update(`${path}\n${modified}\n${bytes}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** @returns whether a built file is there, and newer than everything in the folders that it's built from. */
export async function isNewer(built: string, paths: string[]): Promise<boolean> {
  const made = (await stat(built).catch(() => null))?.mtimeMs ?? 0;
  return (await sourcesIn(paths)).every(({ modified }) => modified < made);
}

async function filesIn(path: string): Promise<Source[]> {
  const about = await stat(path);
  if (!about.isDirectory()) return [{ path, modified: about.mtimeMs, bytes: about.size }];
  const names = (await readdir(path)).filter((name) => !OUTPUTS.has(name));
  return (await Promise.all(names.map((name) => filesIn(join(path, name))))).flat();
}
