import { strFromU8, unzipSync } from 'fflate';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished, test } from 'vitest';
import { findLabelsBeside, packFiles, packFolder } from './pack-files.ts';

/** Makes a folder with these files; each contains its own path. */
async function folderOf(...paths: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stepwell-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const path of paths) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), path);
  }
  return folder;
}

function filesOf(zip: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, strFromU8(bytes)]));
}

describe('packFolder', () => {
  test('packs images and IDX files by relative path, to the same bytes each time', async ({ expect }) => {
    const folder = await folderOf('b/2.JPG', 'a/1.png', 'a/notes.txt', 'a/.hidden.png', 'x-idx1-ubyte.gz');
    const zip = await packFolder(folder);
    expect(filesOf(zip)).toEqual({ 'a/1.png': 'a/1.png', 'b/2.JPG': 'b/2.JPG', 'x-idx1-ubyte.gz': 'x-idx1-ubyte.gz' });
    expect(await packFolder(`${folder}/`)).toEqual(zip);
  });

  test('rejects a folder without images or IDX files', async ({ expect }) => {
    await expect(packFolder(await folderOf('notes.txt'))).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('rejects files above the size limit before packing them', async ({ expect }) => {
    const folder = await folderOf('a/1.png');
    await writeFile(join(folder, 'a/2.png'), new Uint8Array(32_000_000));
    await expect(packFolder(folder)).rejects.toMatchObject({ code: 'body_too_large' });
  });
});

describe('packFiles', () => {
  test('names files by their base names', async ({ expect }) => {
    const folder = await folderOf('a/train-images-idx3-ubyte', 'train-labels-idx1-ubyte');
    const paths = ['a/train-images-idx3-ubyte', 'train-labels-idx1-ubyte'].map((path) => join(folder, path));
    expect(Object.keys(filesOf(await packFiles(paths)))).toEqual([
      'train-images-idx3-ubyte',
      'train-labels-idx1-ubyte',
    ]);
  });
});

test('packFiles rejects files of the same name, one of which would be lost', async ({ expect }) => {
  const folder = await folderOf('a/1.png', 'b/1.png');
  const paths = ['a/1.png', 'b/1.png'].map((path) => join(folder, path));
  await expect(packFiles(paths)).rejects.toMatchObject({ code: 'invalid_request' });
});

describe('findLabelsBeside', () => {
  test('finds labels by their usual names', async ({ expect }) => {
    const folder = await folderOf('train-labels-idx1-ubyte.gz', 't10k-labels.idx1-ubyte');
    const beside = (name: string) => findLabelsBeside(join(folder, name));
    expect(await beside('train-images-idx3-ubyte.gz')).toBe(join(folder, 'train-labels-idx1-ubyte.gz'));
    expect(await beside('train-images-idx3-ubyte')).toBe(join(folder, 'train-labels-idx1-ubyte.gz'));
    expect(await beside('t10k-images.idx3-ubyte')).toBe(join(folder, 't10k-labels.idx1-ubyte'));
    expect(await beside('other-images-idx3-ubyte')).toBe(null);
    expect(await beside('train-labels-idx1-ubyte.gz')).toBe(null);
  });
});
