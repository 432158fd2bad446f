import { describe, test } from 'vitest';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { categorical, cells } from '../../testing/columns.ts';
import { fromBase64, read, utf8 } from '../../testing/archive/files.ts';
import images from '../fixtures/images.json' with { type: 'json' };
import { exif, withSegments } from '../../testing/archive/write-images.ts';
import { bytesFrom } from '../../testing/archive/write-files.ts';

const png = (first = 0) => encode({ width: 2, height: 2, channels: 1, data: bytesFrom(4, first) });
const deep = (...data: number[]) =>
  encode({ width: data.length, height: 1, channels: 1, depth: 16, data: Uint16Array.from(data) });
const webp = utf8('RIFF....WEBP');
const empty = new Uint8Array(0);

/** So many images in a folder. */
function many(folder: string, count: number): Record<string, Uint8Array> {
  return Object.fromEntries(cells(count, (i) => [`${folder}/${i}.png`, png(i)]));
}

async function fileOf(files: Record<string, Uint8Array>, options?: Parameters<typeof read>[1]) {
  const { table } = await read(zipSync(files), options);
  return { rows: table.rows, label: table.columns[1], columns: table.reading?.columns, ...table.reading?.file };
}

describe('readUpload, of class folders', () => {
  test('takes folders as names, whatever they look like', async ({ expect }) => {
    const folders = ['00000', '00001', '7', 'true', 'None', 'NA', '2024-01-02'];
    const files = Object.fromEntries(folders.map((folder, i) => [`signs/${folder}/1.png`, png(i)]));
    const { label, notes } = await fileOf(files);
    expect(label).toEqual(categorical('label', folders));
    expect(notes).toBe(undefined);
  });

  test('warns of a class that is skipped whole, and says what else was skipped', async ({ expect }) => {
    const files = {
      'pets/dog/0.webp': webp,
      'pets/dog/1.WEBP': webp,
      'pets/dog/2.gif': webp,
      ...many('pets/cat', 2),
      'pets/cat/9.webp': webp,
      'pets/readme.txt': utf8('x'),
      'pets/Thumbs.db': utf8('x'),
      'pets/.DS_Store': utf8('x'),
      'pets/dog/desktop.ini': utf8('x'),
    };
    expect(await fileOf(files)).toMatchObject({
      rows: 2,
      format: 'images',
      columns: [],
      header: null,
      setAside: [],
      notes: [
        {
          severity: 'warn',
          text: 'No image was read from the folder "pets/dog": all of its files were skipped (2 .webp and 1 .gif). Only PNG and JPEG are read.',
        },
        {
          severity: 'info',
          text: 'Files that are neither PNG nor JPEG were skipped: 1 .webp in "pets/cat"; 1 .txt in "pets".',
        },
      ],
    });
  });

  test('speaks of skipped files of the part that is read alone', async ({ expect }) => {
    const files = { ...many('train/a', 1), ...many('test/a', 1), 'test/b/1.webp': webp };
    expect((await fileOf(files)).notes).toBe(undefined);
    expect((await fileOf(files, { part: 'test' })).notes).toMatchObject([{ severity: 'warn' }]);
  });

  test('sets aside an image that is empty or damaged, wherever it stands', async ({ expect }) => {
    const damaged = png().slice(0, -20);
    const files = { 'c/red/0.png': empty, ...many('c/blue', 2), 'c/red/1.png': png(), 'c/red/2.jpg': damaged };
    const read = await fileOf(files);
    expect(read).toMatchObject({
      rows: 3,
      label: categorical('label', ['blue', 'blue', 'red']),
      notes: [{ severity: 'warn', text: `2 images can't be read and were left out: "c/red/0.png" and "c/red/2.jpg".` }],
      setAside: [
        {
          why: 'unreadable',
          count: 2,
          examples: [
            { line: 0, text: 'c/red/0.png', cells: 0 },
            { line: 0, text: 'c/red/2.jpg', cells: 0 },
          ],
        },
      ],
    });
  });

  test('warns of a class of which no image can be read', async ({ expect }) => {
    const { notes } = await fileOf({ ...many('a', 2), 'b/1.png': empty });
    expect(notes).toMatchObject([
      { text: expect.stringContaining('from the folder "b": all of its files were skipped (1 unreadable)') },
      { text: expect.stringContaining('1 image') },
    ]);
  });

  test('sets aside five of few images, one in a hundred of many, and no more', async ({ expect }) => {
    const bad = (count: number) => Object.fromEntries(cells(count, (i) => [`b/${i}.png`, empty]));
    expect((await fileOf({ ...many('a', 10), ...bad(5) })).rows).toBe(10);
    await expect(fileOf({ ...many('a', 10), ...bad(6) })).rejects.toMatchObject({
      code: 'corrupt_image',
      message: expect.stringMatching(
        /^6 of 16 images can't be read\. The image "b\/0\.png" can't be decoded: it is empty\./,
      ),
    });
    expect((await fileOf({ ...many('a', 594), ...bad(6) })).rows).toBe(594);
    await expect(fileOf({ ...many('a', 593), ...bad(6) })).rejects.toMatchObject({ code: 'corrupt_image' });
    await expect(fileOf(bad(3))).rejects.toMatchObject({ code: 'corrupt_image' });
  });

  test('counts the images that were turned and laid over white', async ({ expect }) => {
    const photo = fromBase64(images.jpeg444.file);
    const turned = {
      'a/1.jpg': photo,
      'a/2.jpg': withSegments(photo, exif(3)),
      'b/3.jfif': withSegments(photo, exif(2)),
    };
    expect((await fileOf(turned)).notes).toEqual([
      { severity: 'info', text: '2 images turned upright, as the EXIF orientation says.' },
    ]);
    const clear = encode({ width: 1, height: 1, channels: 4, data: Uint8Array.of(0, 0, 0, 0) });
    expect((await fileOf({ 'a/1.png': clear })).notes).toEqual([
      { severity: 'info', text: 'Transparent pixels laid over white in 1 image.' },
    ]);
  });
});

describe('readUpload, of 16-bit images', () => {
  const pixelsOf = async (...files: Uint8Array[]) => {
    const { table } = await read(zipSync(Object.fromEntries(files.map((file, i) => [`a/${i}.png`, file]))));
    const [image] = table.columns;
    if (image?.kind !== 'image') throw new Error('no image');
    return { pixels: image.stores.flatMap((store) => [...store]), ...table.reading?.file };
  };

  test('decides by the first that is not black, and says how', async ({ expect }) => {
    expect(await pixelsOf(deep(0, 0), deep(3, 255), deep(0, 9))).toMatchObject({
      pixels: [0, 0, 3, 255, 0, 9],
      notes: [
        { severity: 'info', text: 'The 16-bit images hold values below 256, so they were read as 8-bit values.' },
      ],
    });
    expect(await pixelsOf(deep(256, 65_535), deep(0, 255))).toMatchObject({
      pixels: [1, 255, 0, 0],
      notes: [
        { severity: 'info', text: '16-bit images were reduced to 8 bits: each value was divided by 256.' },
        { severity: 'warn', text: '1 16-bit image became black: no value is above 255.' },
      ],
    });
    expect((await pixelsOf(deep(4_095, 0))).notes?.[1]).toEqual({
      severity: 'warn',
      text: 'The largest value of the 16-bit images is 4095 of 65535, so they became very dark. Scale them to 0–255 first.',
    });
  });

  test('mixes no ranges', async ({ expect }) => {
    expect(await pixelsOf(deep(3, 255), deep(3, 256))).toMatchObject({ pixels: [3, 255], setAside: [{ count: 1 }] });
    const mixed = [deep(3, 255), ...cells(6, () => deep(3, 256))];
    await expect(pixelsOf(...mixed)).rejects.toMatchObject({ code: 'unsupported_image' });
  });
});
