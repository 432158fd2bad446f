import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, test } from 'vitest';
import { readUpload, type Part } from '@stepwell/data/archive';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { idx } from '../../data/src/testing/archive/write-files.ts';
import { startEngine } from '../../workflow/src/training/architecture/testing/start-engine.ts';
import { encodeSafetensors } from './archive/safetensors.ts';
import { train } from './testing/train.ts';
import { answersOf, imageToPredict, predict, predictFile, rowsOfJson, type Model } from './index.ts';

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

describe('a file of images with columns beside them to predict', () => {
  let joint: Model;
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const bright = (i: number) => i % 4 < 2;

  beforeAll(async () => {
    // Light or dark by the image, heavy or not by the number: both are needed.
    const rows = Array.from({ length: 120 }, (_, i) => i);
    const csv = rows.map(
      (i) => `${i}.png,${bright(i) ? 1 : 9}${i % 10},${i % 2 === 0 ? 'dark' : 'light'} ${bright(i) ? 'a' : 'b'}`,
    );
    const files = Object.fromEntries(rows.map((i) => [`${i}.png`, png(i)]));
    const zip = zipSync({ ...files, 'rows.csv': utf8(['file,weight,y', ...csv].join('\n')) });
    const { table } = await readUpload(streamOf(zip), { part: null });
    const { driven, model: trained } = await train(table, {
      target: ['y'],
      ignoreGate: true,
      model: { units: [16], epochs: 120, branch: 4 },
    });
    joint = trained;
    if (driven.state.definition!.inputs.length !== 2) throw new Error('the model has other inputs');
  }, 60_000);

  async function lines(files: Record<string, Uint8Array>): Promise<string[]> {
    let csv = '';
    const options = { model: joint, predict: (table: Parameters<typeof predict>[1]) => predict(joint, table) };
    for await (const piece of predictFile(streamOf(zipSync(files)), options)) csv += piece;
    return csv.trimEnd().split('\n').slice(1);
  }

  test('is answered row by row, by both', async ({ expect }) => {
    const csv = utf8('file,weight\nv.png,14\nu.png,14\nv.png,93\nu.png,93\n');
    const answered = await lines({ 'u.png': png(200), 'v.png': png(201), 'rows.csv': csv });
    expect(answered.map((line) => line.split(',').slice(0, 3))).toEqual([
      ['1', 'v.png', 'light a'],
      ['2', 'u.png', 'dark a'],
      ['3', 'v.png', 'light b'],
      ['4', 'u.png', 'dark b'],
    ]);
  });

  test('lists rows without an image, and images without a row', async ({ expect }) => {
    const csv = utf8('file,weight\nu.png,14\nw.png,14\n');
    const [first, ...others] = await lines({ 'u.png': png(200), 'v.png': png(201), 'rows.csv': csv });
    expect(first).toMatch(/^1,u\.png,dark a,/);
    expect(others).toHaveLength(2);
    expect(others[0]).toMatch(/^2,w\.png,.*not predicted: the zip has no image of this name/);
    expect(others[1]).toMatch(/^3,v\.png,.*not predicted: no row of/);
  });

  test('has missing cells where there is no table, and says so', async ({ expect }) => {
    const answered = await lines({ 'u.png': png(200), 'v.png': png(201) });
    expect(answered).toHaveLength(2);
    for (const line of answered) expect(line).toContain('weight');
  });

  test('is refused without images, and so are rows of JSON', async ({ expect }) => {
    const body = streamOf(utf8('weight,other\n14,1\n'));
    const reading = predictFile(body, { model: joint, predict: (table) => predict(joint, table) });
    await expect(reading.next()).rejects.toMatchObject({
      code: 'test_table_mismatch',
      message: expect.stringContaining('The file has no images, and the model takes them as "image".'),
    });
    expect(() => rowsOfJson([{ weight: 14 }], joint.signature)).toThrow(
      expect.objectContaining({ code: 'unsupported_media_type' }),
    );
  });

  test('is answered by the exported program as by the engine', async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-joint-'));
    try {
      const { weights, ...header } = joint;
      await copyFile(new URL('../standalone.txt', import.meta.url), join(folder, 'predict.mjs'));
      await writeFile(join(folder, 'model.json'), JSON.stringify(header));
      await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(joint.spec, weights));
      const csv = utf8('file,weight\nv.png,14\nu.png,14\nv.png,93\nu.png,\nnone.png,5\n');
      const files = { 'u.png': png(200), 'v.png': png(201), 'rows.csv': csv };
      await writeFile(join(folder, 'images.zip'), zipSync(files));
      const { stdout } = await promisify(execFile)(process.execPath, [
        join(folder, 'predict.mjs'),
        join(folder, 'images.zip'),
      ]);
      const theirs = stdout.trimEnd().split('\n').slice(1);
      const ours = await lines(files);
      expect(theirs).toHaveLength(5);
      ours.forEach((line, i) => {
        const [mine, its] = [line.split(','), theirs[i]!.split(',')];
        expect(its.slice(0, 3)).toEqual(mine.slice(0, 3));
        mine.slice(3, 7).forEach((cell, at) => expect(Math.abs(Number(its[3 + at]) - Number(cell))).toBeLessThan(1e-5));
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('may be one image with the cells beside it', ({ expect }) => {
    const answerOf = (i: number, weight: number | null) =>
      answersOf(joint, predict(joint, imageToPredict(pixels(i), joint.signature, { weight }).table))[0];
    expect(answerOf(200, 14)).toMatchObject({ class: 'dark a' });
    expect(answerOf(201, 93)).toMatchObject({ class: 'light b' });
    const { table, unreadable } = imageToPredict(pixels(200), joint.signature, { weight: 'heavy' });
    expect(table.columns.map(({ name }) => name)).toEqual(['image', 'weight']);
    expect([...unreadable.keys()]).toEqual(['weight']);
  });
});
