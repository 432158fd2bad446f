import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { fingerprintSources, isNewer } from './sources.ts';

const EARLIER = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwell-sources-'));
  await mkdir(join(folder, 'src', 'deep'), { recursive: true });
  await write('src/a.ts', 'a');
  await write('src/deep/b.ts', 'b');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, text: string, time = EARLIER): Promise<void> {
  await writeFile(join(folder, name), text);
  await utimes(join(folder, name), time, time);
}

describe('the fingerprint of sources', () => {
  test.for([
    ['is longer', () => write('src/deep/b.ts', 'bb')],
    ['has another time', () => write('src/deep/b.ts', 'c', LATER)],
    ['is added, however old it is', () => write('src/deep/c.ts', 'c')],
    ['is moved', () => rename(join(folder, 'src/deep/b.ts'), join(folder, 'src/deep/c.ts'))],
    ['is deleted', () => rm(join(folder, 'src/deep/b.ts'))],
  ] as const)('changes when a file %s', async ([, change], { expect }) => {
    const before = await fingerprintSources([join(folder, 'src')]);
    expect(await fingerprintSources([join(folder, 'src')])).toBe(before);
    await change();
    expect(await fingerprintSources([join(folder, 'src')])).not.toBe(before);
  });

  test("doesn't change with what builds write", async ({ expect }) => {
    const before = await fingerprintSources([join(folder, 'src')]);
    await mkdir(join(folder, 'src', 'out'));
    await write('src/out/built.js', 'x', LATER);
    expect(await fingerprintSources([join(folder, 'src')])).toBe(before);
  });
});

test('what is built is newer than all of its sources, or is built again', async ({ expect }) => {
  const built = join(folder, 'built.js');
  expect(await isNewer(built, [join(folder, 'src')])).toBe(false);
  await write('built.js', 'x', LATER);
  expect(await isNewer(built, [join(folder, 'src')])).toBe(true);
  await write('src/deep/b.ts', 'b', LATER);
  expect(await isNewer(built, [join(folder, 'src')])).toBe(false);
});
