import { describe, test } from 'vitest';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { categorical } from '../testing/columns.ts';
import fixtures from '../archive/fixtures/images.json' with { type: 'json' };
import { codeOf, fromBase64, imageFixtures, read, utf8 } from '../testing/archive/files.ts';
import { bytesFrom } from '../testing/archive/write-files.ts';
import { readUpload } from '../archive/read-upload.ts';
import { streamOf } from '../testing/streams.ts';
import { PixelPieces } from '../table/index.ts';
import { isJpeg, readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';

const CASES = imageFixtures.parse(fixtures);

function png(width: number, height: number, channels: 1 | 2 | 3 | 4 = 1, data = bytesFrom(width * height * channels)) {
  return encode({ width, height, channels, data });
}

describe('readPng and readJpeg', () => {
  for (const [name, { file, channels, pixels }] of Object.entries(CASES)) {
    test(`read ${name} as Pillow does`, async ({ expect }) => {
      const bytes = fromBase64(file);
      const image = isJpeg(bytes) ? readJpeg(bytes, name) : readPng(bytes, name);
      const decoded = await image.decode();
      expect({ channels: image.size.channels, length: decoded.pixels.length }).toEqual({
        channels,
        length: pixels.length,
      });
      const off = decoded.pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - pixels[i]!)), 0);
      // Decoders of JPEG may round otherwise, and smooth the halved colours of 4:2:0 or not.
      const tolerance = name === 'jpeg420' ? 8 : isJpeg(bytes) ? 3 : 0;
      expect(off).toBeLessThanOrEqual(tolerance);
    });
  }

  test('refuse a file cut anywhere', async ({ expect }) => {
    for (const name of ['grey', 'palette', 'jpegGrey', 'jpegProgressive'] as const) {
      const bytes = fromBase64(CASES[name]!.file);
      for (let length = 3; length < bytes.length - 1; length += name.startsWith('jpeg') ? 7 : 1) {
        const cut = bytes.slice(0, length);
        const decode = async () => (isJpeg(bytes) ? readJpeg(cut, name) : readPng(cut, name)).decode();
        await expect(decode(), `${name} ${length}`).rejects.toMatchObject({ code: 'corrupt_image' });
      }
    }
  });

  test('refuse a PNG whose pixels unpack to more than its head says, or fewer', async ({ expect }) => {
    const large = png(100, 100);
    for (const width of [99, 101, 4_000]) {
      const lying = large.slice();
      new DataView(lying.buffer).setUint32(16, width, false);
      await expect(async () => readPng(lying, 'a.png').decode()).rejects.toMatchObject({ code: 'corrupt_image' });
    }
  });

  test('refuse more scans than a photo has', ({ expect }) => {
    const bytes = fromBase64(CASES['jpegProgressive']!.file);
    const scan = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xda);
    const scans = Array.from({ length: 70 }, () => bytes.slice(scan, -2));
    const many = Uint8Array.from([...bytes.slice(0, scan), ...scans.flatMap((part) => [...part]), 0xff, 0xd9]);
    expect(() => readJpeg(many, 'a.jpg')).toThrow(expect.objectContaining({ code: 'unsupported_image' }));
  });
});

describe('PixelPieces', () => {
  test('keep whole images in each piece, and take room only for what has come', ({ expect }) => {
    const pieces = new PixelPieces(1_000);
    const pixels = bytesFrom(1_000_000);
    for (let at = 0; at < pixels.length; at += 777) pieces.write(pixels.subarray(at, at + 777));
    const stores = pieces.finish();
    expect(stores.every((store) => store.length % 1_000 === 0)).toBe(true);
    expect(Uint8Array.from(stores.flatMap((store) => [...store]))).toEqual(pixels);
    expect(stores.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)).toBe(pixels.length);
  });
});

describe('readUpload, of images in class folders', () => {
  test('takes the folder as the label, wherever it lies', async ({ expect }) => {
    const zip = zipSync({
      'all/cats/1.png': png(4, 3),
      'all/cats/2.PNG': png(4, 3, 1, bytesFrom(12, 5)),
      'all/dogs/1.png': png(4, 3, 1, bytesFrom(12, 9)),
      'all/Thumbs.db': utf8('x'),
      'all/.DS_Store': utf8('x'),
      'all/cats/.hidden.png': utf8('x'),
      '__MACOSX/all/cats/1.png': utf8('x'),
      'all/readme.txt': utf8('x'),
      'all/labels.csv': utf8('"'),
    });
    const { table, format, parts } = await read(zip);
    expect({ format, parts }).toEqual({ format: 'images', parts: null });
    expect(table).toMatchObject({
      rows: 3,
      columns: [{ kind: 'image', name: 'image', height: 3, width: 4, channels: 1 }, {}],
    });
    expect(table.columns[0]).toMatchObject({
      stores: [Uint8Array.from([...bytesFrom(12), ...bytesFrom(12, 5), ...bytesFrom(12, 9)])],
    });
    expect(table.columns[1]).toEqual(categorical('label', ['cats', 'cats', 'dogs']));
  });

  test('parts what is for learning from what is for the test', async ({ expect }) => {
    const zip = zipSync({
      'digits/test/7/1.png': png(2, 2),
      'digits/train/3/1.png': png(2, 2),
      'digits/train/4/1.png': png(2, 2),
      'digits/val/4/1.png': png(2, 2),
    });
    const labels = async (part: 'train' | 'test' | null) => {
      const { table, parts } = await read(zip, { part });
      return [parts, table.columns[1]];
    };
    const train = [['train', 'test'], categorical('label', ['3', '4'])];
    expect(await labels(null)).toEqual(train);
    expect(await labels('train')).toEqual(train);
    expect(await labels('test')).toEqual([['train', 'test'], categorical('label', ['7'])]);
    expect(await codeOf(zipSync({ 'test/7/1.png': png(2, 2) }))).toBe('unknown_part');
    expect(await codeOf(zipSync({ '7/1.png': png(2, 2) }), { part: 'test' })).toBe('unknown_part');
  });

  test('turns grey to colour with the first image that has any', async ({ expect }) => {
    const colour = [255, 255, 255, 4, 5, 6];
    const zip = zipSync({
      'a/1.png': png(2, 1, 1, Uint8Array.of(10, 20)),
      'a/2.png': png(2, 1, 4, Uint8Array.of(1, 2, 3, 0, 4, 5, 6, 255)),
      'b/3.png': png(2, 1, 2, Uint8Array.of(30, 0, 40, 9)),
    });
    const [image] = (await read(zip)).table.columns;
    if (image?.kind !== 'image') throw new Error('no image');
    expect(image).toMatchObject({ channels: 3, height: 1, width: 2 });
    // The last is grey 40 with an alpha of 9 over white: (40 × 9 + 255 × 246) / 255 = 247.4.
    const expected = [[10, 10, 10, 20, 20, 20], colour, [255, 255, 255, 247, 247, 247]];
    expect(image.stores.flatMap((store) => [...store])).toEqual(expected.flat());
  });

  test('names the image of another size, and what it should be', async ({ expect }) => {
    const zip = zipSync({ 'a/1.png': png(4, 3), 'b/2.png': png(3, 4) });
    await expect(read(zip)).rejects.toMatchObject({
      code: 'image_sizes_differ',
      details: { image: 'b/2.png', size: [3, 4], expected: [4, 3] },
      message: expect.stringMatching(/"b\/2\.png" is 3×4.*"a\/1\.png" is 4×3.*--resize 4x3/s),
    });
  });

  test('resizes images as asked, and says so', async ({ expect }) => {
    const zip = zipSync({
      'a/1.png': png(4, 1, 1, Uint8Array.of(0, 0, 100, 100)),
      'a/2.png': png(2, 1, 1, Uint8Array.of(7, 9)),
      'b/3.png': png(1, 2, 3, Uint8Array.of(10, 20, 30, 20, 40, 50)),
    });
    const { table } = await readUpload(streamOf(zip), { part: null, options: { resize: '2x1' } });
    const [image] = table.columns;
    if (image?.kind !== 'image') throw new Error('no image');
    expect(image).toMatchObject({ channels: 3, height: 1, width: 2 });
    // 4 to 2: the weights of a triangle of two new pixels are 3, 3 and 1 sevenths.
    const expected = [
      [14, 14, 14, 86, 86, 86],
      [7, 7, 7, 9, 9, 9],
      [15, 30, 40, 15, 30, 40],
    ];
    expect(image.stores.flatMap((store) => [...store])).toEqual(expected.flat());
    expect(table.reading?.file.notes.map(({ text }) => text)).toContain(
      '2 images resized: scaled to one size, without keeping proportions.',
    );
  });

  test('refuses what has no class, what is no image, and what is too large', async ({ expect }) => {
    expect(await codeOf(zipSync({ '1.png': png(2, 2) }))).toBe('missing_labels');
    expect(await codeOf(zipSync({ 'train/1.png': png(2, 2) }))).toBe('missing_labels');
    expect(await codeOf(zipSync({ 'a/1.png': utf8('GIF89a') }))).toBe('corrupt_image');
    const wide = png(2, 2);
    new DataView(wide.buffer).setUint32(16, 4_000_000, false);
    expect(await codeOf(zipSync({ 'a/1.png': wide }))).toBe('corrupt_image');
    expect(await codeOf(zipSync({ 'a/1.png': png(2_001, 2_000) }))).toBe('image_too_large');
    expect(await codeOf(zipSync({ 'a/1.png': new Uint8Array(16_000_001) }))).toBe('image_too_large');
    expect(await codeOf(zipSync({ 'a/1.png': png(10, 10), 'a/2.png': png(10, 10) }), { maxEncodedBytes: 199 })).toBe(
      'dataset_too_large',
    );
  });
});
