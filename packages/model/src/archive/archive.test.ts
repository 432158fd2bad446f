import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { beforeAll, describe, test } from 'vitest';
import { readUpload } from '@stepwell/data/archive';
import { writeReport } from '@stepwell/workflow';
import { specOf } from '../../../workflow/src/testing/spec.ts';
import { answersOf, modelArchive, notesOf, predict, predictedCsv, alignTable } from '../index.ts';
import { startEngine } from '../in-node.ts';
import { train } from '../testing/train.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

beforeAll(startEngine);

const TIMEOUT = { timeout: 60_000 };
const CSV = [
  'price;day;colour;note;y',
  ...Array.from({ length: 150 }, (_, i) =>
    [
      i % 13 === 0 ? '' : `${10 + (i % 40)},${i % 10}5`,
      `${String(1 + (i % 28)).padStart(2, '0')}/0${1 + (i % 9)}/2021`,
      ['Red', 'blue', 'green'][i % 3]!,
      `some words about item ${i} and about ${['tea', 'coffee', 'milk'][i % 3]!}`,
      i % 7 < 3 ? 'yes' : 'no',
    ].join(';'),
  ),
].join('\n');

const read = async (csv: string) => (await readUpload(new Blob([csv]).stream(), { part: null })).table;

describe('the archive of a model', () => {
  test('predicts by itself what the engine predicts, and checks itself', TIMEOUT, async ({ expect }) => {
    const { model, driven, data } = await train(await read(CSV));
    const report = writeReport({
      run: { id: 'a'.repeat(22), url: 'https://stepwell.example/r/a', steps: 1, wallSeconds: 1 },
      dataset: { name: 'prices', rows: 150, columns: 5 },
      spec: specOf({ ...data.spec }),
      state: driven.state,
      decisions: driven.decisions,
    });
    const text = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
    const programs = {
      node: await text('standalone.txt'),
      python: await text('python/predict.py'),
      keras: await text('python/keras_model.py'),
    };
    const bytes = modelArchive(model, report, programs, (table) => predict(model, table));
    expect(modelArchive(model, report, programs, (table) => predict(model, table))).toEqual(bytes);
    const files = unzipSync(bytes);
    expect(Object.keys(files).sort()).toEqual(
      [
        'MODEL_CARD.md',
        'README.md',
        'keras_model.py',
        'model.json',
        'model.onnx',
        'model.safetensors',
        'parity.json',
        'predict.mjs',
        'predict.py',
      ].sort(),
    );
    const card = new TextDecoder().decode(files['MODEL_CARD.md']);
    expect(card).toContain('pipeline_tag: text-classification');
    expect(card).toContain(model.sha256);
    // No training row is among those made up.
    const rows = CSV.split('\n').slice(1);
    const made = JSON.parse(new TextDecoder().decode(files['parity.json'])) as { rows: { note: string | null }[] };
    expect(rows.some((row) => made.rows.some(({ note }) => note !== null && note !== '' && row.includes(note)))).toBe(
      false,
    );

    const folder = await mkdtemp(join(tmpdir(), 'stepwell-archive-'));
    try {
      for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
      await writeFile(join(folder, 'rows.csv'), CSV);
      const run = (...args: string[]) => promisify(execFile)(process.execPath, [join(folder, 'predict.mjs'), ...args]);
      expect((await run('--check')).stdout).toMatch(/^20 rows agree|^16 rows agree/);
      const { table, absent } = alignTable(await read(CSV), model.signature);
      const expected = predictedCsv(
        model,
        answersOf(model, predict(model, table)),
        notesOf(table, model.signature, absent),
      );
      const { stdout } = await run(join(folder, 'rows.csv'));
      const [ours, theirs] = [expected, stdout].map((csv) =>
        csv
          .trimEnd()
          .split('\n')
          .map((line) => line.split(',')),
      );
      expect(theirs).toHaveLength(ours!.length);
      ours!.forEach((cells, line) =>
        cells.forEach((cell, i) => {
          const is = theirs![line]![i]!;
          if (line > 0 && i > 1 && i < 4) expect(Math.abs(Number(is) - Number(cell))).toBeLessThan(1e-5);
          else expect(is).toBe(cell);
        }),
      );
      // One weight is another.
      const weights = files['model.safetensors']!.slice();
      weights[weights.length - 1] = weights.at(-1)! ^ 0x40;
      await writeFile(join(folder, 'model.safetensors'), weights);
      const failed: unknown = await run('--check').catch((error: unknown) => error);
      expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining("don't agree") });
      await writeFile(join(folder, 'model.safetensors'), weights.slice(0, 100));
      expect(await run('--check').catch((error: unknown) => error)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("model.safetensors can't be read"),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('safetensors', () => {
  test('hold weights to the bit, and are refused where sizes, offsets or shapes lie', TIMEOUT, async ({ expect }) => {
    const { model } = await train(await read(CSV));
    const bytes = encodeSafetensors(model.spec, model.weights);
    expect(decodeSafetensors(model.spec, bytes)).toEqual(model.weights.map((weight) => Float32Array.from(weight)));
    const corrupt = expect.objectContaining({ code: 'corrupt_blob' });
    for (const length of [0, 7, 8, 40, bytes.length - 1]) {
      expect(() => decodeSafetensors(model.spec, bytes.slice(0, length))).toThrow(corrupt);
    }
    const text = new TextDecoder('latin1').decode(bytes);
    const changed = (from: RegExp, to: string) => {
      const found = from.exec(text)!;
      return Uint8Array.from(text.replace(found[0], to.padEnd(found[0].length)), (letter) => letter.charCodeAt(0));
    };
    expect(() => decodeSafetensors(model.spec, changed(/"F32"/, '"F16"'))).toThrow(corrupt);
    expect(() => decodeSafetensors(model.spec, changed(/"data_offsets":\[0,/, '"data_offsets":[4,'))).toThrow(corrupt);
    expect(() => decodeSafetensors(model.spec, changed(/"shape":\[\d/, '"shape":[9'))).toThrow(corrupt);
    fc.assert(
      fc.property(fc.nat({ max: 600 }), fc.nat({ max: 255 }), (at, value) => {
        const damaged = bytes.slice();
        damaged[at] = value;
        try {
          decodeSafetensors(model.spec, damaged);
        } catch (error) {
          expect(error).toMatchObject({ code: 'corrupt_blob' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
