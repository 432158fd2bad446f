import { beforeAll, describe, test } from 'vitest';
import { readUpload, type Part } from '@stepwell/data/archive';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { idx } from '../../data/src/testing/archive/write-files.ts';
import { startEngine } from '../../workflow/src/training/architecture/testing/start-engine.ts';
import { train } from './testing/train.ts';
import { predict, predictFile, type Model } from './index.ts';

const SIDE = 8;

let model: Model;
beforeAll(async () => {
  await startEngine();
  const images = Array.from({ length: 60 }, (_, i) => [`${i % 2 === 0 ? 'dark' : 'light'}/${i}.png`, png(i)] as const);
  const { table } = await readUpload(streamOf(zipSync(Object.fromEntries(images))), { part: null });
  ({ model } = await train(table, { target: ['label'], ignoreGate: true, model: { units: [8], epochs: 200 } }));
}, 60_000);

/** Pixels below 100 in even images and above 150 in odd ones. */
function pixels(i: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (i % 2 === 0 ? 0 : 150) + ((at * 31 + i * 17) % 100));
}

function png(i: number): Uint8Array {
  return encode({ width: SIDE, height: SIDE, channels: 1, data: pixels(i) });
}

/** Images as an idx file. */
function images(...numbers: number[]): Uint8Array {
  return idx([numbers.length, SIDE, SIDE], Uint8Array.from(numbers.flatMap((i) => [...pixels(i)])));
}

function labels(count: number): Uint8Array {
  return idx([count], new Uint8Array(count));
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new Blob([new Uint8Array(bytes)]).stream();
}

/** The first cells of each line that answers a file. */
async function answered(file: Uint8Array, cells: number, part?: Part): Promise<string[][]> {
  let csv = '';
  for await (const piece of predictFile(streamOf(file), { model, part, predict: (table) => predict(model, table) })) {
    csv += piece;
  }
  const lines = csv.trimEnd().split('\n');
  return lines.map((line) => line.split(',').slice(0, cells));
}

describe('a file of images to predict', () => {
  test('needs no class folders, and is answered with the names of its files', async ({ expect }) => {
    const zip = zipSync({ 'a.png': png(101), 'new/b.png': png(102), 'test/c.jpg': png(103) });
    expect(await answered(zip, 3)).toEqual([
      ['row', 'file', 'label'],
      ['1', 'a.png', 'light'],
      ['2', 'new/b.png', 'dark'],
      ['3', 'test/c.jpg', 'light'],
    ]);
  });

  test('says which image could not be read, and why', async ({ expect }) => {
    const zip = zipSync({ 'a.png': png(101), 'b.png': Uint8Array.of(1, 2, 3), 'c.png': png(102) });
    expect((await answered(zip, 3)).slice(1)).toEqual([
      ['1', 'a.png', 'light'],
      ['2', 'c.png', 'dark'],
      ['3', 'b.png', ''],
    ]);
    expect((await answered(zip, 20)).at(-1)!.join(',')).toMatch(
      /^3,b\.png,.*not predicted: The image ""b\.png"" can't be/,
    );
  });

  test('may be a single image', async ({ expect }) => {
    expect((await answered(png(104), 3)).slice(1)).toEqual([['1', 'upload', 'dark']]);
  });

  test('may be idx images without labels, alone or in a zip', async ({ expect }) => {
    const expected = [
      ['row', 'label'],
      ['1', 'dark'],
      ['2', 'light'],
    ];
    expect(await answered(images(104, 105), 2)).toEqual(expected);
    expect(await answered(zipSync({ 't10k-images-idx3-ubyte': images(104, 105) }), 2)).toEqual(expected);
  });

  test('has one part, whichever, or another that is asked for', async ({ expect }) => {
    const test10k = { 't10k-images-idx3-ubyte': images(104, 105), 't10k-labels-idx1-ubyte': labels(2) };
    const both = { ...test10k, 'train-images-idx3-ubyte': images(107), 'train-labels-idx1-ubyte': labels(1) };
    expect((await answered(zipSync(test10k), 2)).slice(1)).toEqual([
      ['1', 'dark'],
      ['2', 'light'],
    ]);
    await expect(answered(zipSync(both), 2)).rejects.toMatchObject({
      code: 'unknown_part',
      details: { wanted: null, parts: ['test', 'train'] },
    });
    expect((await answered(zipSync(both), 2, 'train')).slice(1)).toEqual([['1', 'light']]);
    expect(await answered(zipSync(both), 2, 'test')).toHaveLength(3);
  });

  test('has no parts where it is a text', async ({ expect }) => {
    const text = new TextEncoder().encode('image,label\na,b\n');
    await expect(answered(text, 2, 'test')).rejects.toMatchObject({ code: 'unknown_part' });
  });

  test('needs class folders as before to be learned from', async ({ expect }) => {
    const zip = zipSync({ 'a.png': png(101), 'b.png': png(102) });
    await expect(readUpload(streamOf(zip), { part: null })).rejects.toMatchObject({ code: 'missing_labels' });
  });
});
