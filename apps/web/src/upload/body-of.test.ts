import { unzipSync } from 'fflate';
import { describe, test } from 'vitest';
import { bodyOf } from './body-of.ts';
import { MOST_BYTES } from './limits.ts';

const file = (path: string, bytes: Uint8Array<ArrayBuffer> | string) => ({ path, file: new Blob([bytes]) });
const images = file('train-images-idx3-ubyte', Uint8Array.of(0, 0, 8, 3, 1));
const labels = file('train-labels-idx1-ubyte', Uint8Array.of(0, 0, 8, 1, 2));

async function pathsIn(body: Blob): Promise<string[]> {
  return Object.keys(unzipSync(new Uint8Array(await body.arrayBuffer())));
}

describe('bodyOf', () => {
  test('sends a single file as it is, whatever its name', async ({ expect }) => {
    const body = await bodyOf({ files: [file('table.data', 'a,b\n1,2\n')], fromFolder: false });
    expect([body.type, await body.text()]).toEqual(['text/csv', 'a,b\n1,2\n']);
    expect((await bodyOf({ files: [images], fromFolder: false })).type).toBe('application/octet-stream');
  });

  test('sends several idx files as one zip, the same whatever their order', async ({ expect }) => {
    const body = await bodyOf({ files: [labels, images], fromFolder: false });
    expect(body.type).toBe('application/zip');
    expect(await pathsIn(body)).toEqual([images.path, labels.path]);
    const other = await bodyOf({ files: [images, labels], fromFolder: false });
    expect(await other.bytes()).toEqual(await body.bytes());
  });

  test('takes only readable files from a folder', async ({ expect }) => {
    const files = [file('cats/1.png', 'c'), file('dogs/1.png', 'd'), file('readme.md', 'r'), file('.DS_Store', 's')];
    expect(await pathsIn(await bodyOf({ files, fromFolder: true }))).toEqual(['cats/1.png', 'dogs/1.png']);
    await expect(bodyOf({ files: files.slice(2), fromFolder: true })).rejects.toThrow('No images, idx files');
  });

  test("says which of several files can't be combined", async ({ expect }) => {
    const files = [images, file('more.zip', 'z')];
    await expect(bodyOf({ files, fromFolder: false })).rejects.toThrow('"more.zip" can\'t be combined');
  });

  test('compresses what would otherwise be too large', async ({ expect }) => {
    const large = file('train-images-idx3-ubyte', new Uint8Array(MOST_BYTES.packed));
    const body = await bodyOf({ files: [large, labels], fromFolder: false });
    expect(body.size).toBeLessThan(100_000);
  });

  test('says before the upload what is too large', async ({ expect }) => {
    const text = file('table.csv', new Uint8Array(MOST_BYTES.text + 1).fill(0x61));
    await expect(bodyOf({ files: [text], fromFolder: false })).rejects.toThrow('The upload is 97\u00a0MB.');
    const packed = file('x.npz', new Uint8Array(MOST_BYTES.packed + 1).fill(0x50));
    const start = file('x.npz', Uint8Array.of(0x50, 0x4b, 3, 4));
    const whole = { path: 'x.npz', file: new Blob([start.file, packed.file]) };
    await expect(bodyOf({ files: [whole], fromFolder: false })).rejects.toThrow('The upload is 33\u00a0MB.');
    const photo = file('cats/1.png', new Uint8Array(MOST_BYTES.packed));
    await expect(bodyOf({ files: [photo, file('a/1.png', 'a')], fromFolder: true })).rejects.toThrow(
      'The upload is 33\u00a0MB.',
    );
  });

  test("a folder that the browser can't list has to be zipped first", async ({ expect }) => {
    const folder = new Blob(['a']);
    Object.defineProperty(folder, 'slice', {
      value: () => ({ arrayBuffer: () => Promise.reject(new DOMException('no', 'NotReadableError')) }),
    });
    const files = [{ path: 'pictures', file: folder }];
    await expect(bodyOf({ files, fromFolder: false })).rejects.toThrow('Zip a folder first');
  });
});
