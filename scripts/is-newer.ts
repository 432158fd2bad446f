import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** @returns whether a built file is there, and newer than all files it is built from. */
export async function isNewer(built: string, sources: string[]): Promise<boolean> {
  const times = await Promise.all(sources.map(newestIn));
  return (await modified(built)) > Math.max(...times);
}

async function newestIn(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  if (entries.length === 0) return modified(path);
  return Math.max(...(await Promise.all(entries.map(({ name }) => newestIn(join(path, name))))));
}

async function modified(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}
