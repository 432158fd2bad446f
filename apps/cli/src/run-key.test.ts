import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { createKeyFile } from './run-key.ts';

describe('createKeyFile', () => {
  test('makes a file that only its owner can read', async ({ expect }) => {
    const path = join(await mkdtemp(join(tmpdir(), 'stepwell-key-')), 'key');
    const file = await createKeyFile(path);
    await file.write('secret');
    await file.close();
    expect(await readFile(path, 'utf8')).toBe('secret\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await expect(createKeyFile(path)).rejects.toThrow('may have the key of another run');
  });

  test('leaves no empty file', async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-key-'));
    await (await createKeyFile(join(folder, 'key'))).close();
    expect(await readdir(folder)).toEqual([]);
    await expect(createKeyFile(join(folder, 'none', 'key'))).rejects.toThrow("can't be created");
  });
});
