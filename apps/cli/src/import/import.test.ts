import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { maskedCrc32c } from './crc32c.ts';
import { readCsvLog } from './csv-log.ts';
import { findRuns, readRun } from './find-runs.ts';
import type { Point } from './logged-points.ts';
import { batchesOf } from './send-run.ts';
import { readTfRecords } from './tf-records.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'fixtures', 'tensorboard');
const EVENTS = join(FIXTURES, 'runs', 'lr_0.1', 'events.out.tfevents.1');
const utf8 = (text: string) => new TextEncoder().encode(text);

/** What points hold, one number at a time. */
const flat = (points: readonly Point[]) =>
  points.flatMap(({ step, values }) => Object.entries(values).map(([tag, value]) => [step, tag, value]));

describe('event files', () => {
  test('of tensorboardX are read back exactly, simple values and tensors', async ({ expect }) => {
    const places = await findRuns(join(FIXTURES, 'runs'));
    expect(places.map(({ name }) => name)).toEqual(['lr_0.1']);
    const run = await readRun(places[0]!);
    const expected: unknown = JSON.parse(await readFile(join(FIXTURES, 'expected.json'), 'utf8'));
    expect(flat(run.points)).toEqual(expected);
    expect(run.notes).toEqual([]);
  });

  test('have a published checksum', ({ expect }) => {
    // RFC 3720, B.4: thirty-two zeros have the CRC-32C 8a9136aa; TFRecord rotates it by 15 bits and adds a constant.
    const crc = 0x8a9136aa;
    expect(maskedCrc32c(new Uint8Array(32))).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  });

  test('that are cut off are read to their last whole record; damaged ones to the damage', async ({ expect }) => {
    const bytes = new Uint8Array(await readFile(EVENTS));
    const { records, cut } = readTfRecords(bytes, 'x');
    expect([records.length > 200, cut]).toEqual([true, false]);
    for (const length of [bytes.length - 1, bytes.length - 5, 5]) {
      const part = readTfRecords(bytes.subarray(0, length), 'x');
      expect(part.cut).toBe(true);
      expect(part.records).toEqual(records.slice(0, part.records.length));
    }
    const damaged = (at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    for (const at of [0, 9, 20]) {
      expect(() => readTfRecords(damaged(at), 'x'), String(at)).toThrow('the checksum of its first record is wrong');
    }
    const late = readTfRecords(damaged(bytes.length - 1), 'x');
    expect([late.cut, late.records]).toEqual([false, records.slice(0, -1)]);
    // Zeros where a network drive lost a block.
    const zeros = readTfRecords(Uint8Array.from([...bytes, ...Array.from({ length: 64 }, () => 0)]), 'x');
    expect([zeros.damagedAt, zeros.records.length]).toEqual([bytes.length, records.length]);
    expect(() => readTfRecords(utf8('epoch,loss\n1,2\n3,4\n5,6'), 'x')).toThrow('no event file');
  });
});

describe('CSV logs', () => {
  test("of Keras's CSVLogger", ({ expect }) => {
    const text = 'epoch,accuracy,loss,val_loss\n0,0.5,0.7,0.8\n1,0.625,nan,inf\n';
    expect(readCsvLog(text, 'training.csv').points).toEqual([
      { step: 0, values: { accuracy: 0.5, loss: 0.7, val_loss: 0.8 } },
      { step: 1, values: { accuracy: 0.625, loss: 'NaN', val_loss: 'Infinity' } },
    ]);
  });

  test('of Lightning, with blank cells', ({ expect }) => {
    const text = 'epoch,step,train_loss,val_loss\n0,49,0.5,\n0,49,,0.25\n,,,\n1,99,1e-3,\n';
    expect(readCsvLog(text, 'metrics.csv').points).toEqual([
      { step: 49, values: { epoch: 0, train_loss: 0.5 } },
      { step: 49, values: { epoch: 0, val_loss: 0.25 } },
      { step: 99, values: { epoch: 1, train_loss: 0.001 } },
    ]);
  });

  test('without steps, with texts, other delimiters, quotes and a byte-order mark', ({ expect }) => {
    const { points, notes } = readCsvLog(
      '\ufeff"loss";"phase";"__proto__"\r\n0.5;"warm; up";1\r\n0.25;main;2\r\n',
      'x.csv',
    );
    expect(points.map(({ step, values }) => [step, Object.entries(values)])).toEqual([
      [0, [['loss', 0.5], ['__proto__', 1]]], // oxfmt-ignore
      [1, [['loss', 0.25], ['__proto__', 2]]], // oxfmt-ignore
    ]);
    expect(notes).toEqual([
      'It has no column of steps, so its lines are counted from 0.',
      'These columns hold something else than numbers, and are left out: phase.',
    ]);
  });

  test('that are none are refused with a reason', ({ expect }) => {
    expect(() => readCsvLog('', 'a.csv')).toThrow('no line below its header');
    expect(() => readCsvLog('step,loss\n', 'a.csv')).toThrow('no line below its header');
    expect(() => readCsvLog('step,name\n1,x\n', 'a.csv')).toThrow('no column holds numbers');
    expect(() => readCsvLog('step,loss\n0.5,1\n', 'a.csv')).toThrow('line 2 has the step "0.5"');
    expect(() => readCsvLog('step,loss\n"1,1\n', 'a.csv')).toThrow('it is no CSV');
  });
});

describe('findRuns', () => {
  test('says what was expected where there is nothing', async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-import-'));
    try {
      await writeFile(join(folder, 'notes.txt'), 'x');
      await expect(findRuns(folder)).rejects.toThrow('There are no logs');
      await expect(findRuns(join(folder, 'nowhere'))).rejects.toThrow('There is no file or folder');
      await writeFile(join(folder, 'metrics.csv'), 'step,loss\n1,2\n');
      expect((await findRuns(folder)).map(({ name }) => name)).toEqual(['metrics.csv']);
      expect((await findRuns(join(folder, 'metrics.csv'))).map(({ name }) => name)).toEqual(['metrics.csv']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

test('batchesOf keeps every point in order, within the bounds', ({ expect }) => {
  const points = Array.from({ length: 12_001 }, (_, step): Point => ({ step, values: { a: 1 } }));
  const batches = [...batchesOf(points)];
  expect(batches.map(({ length }) => length)).toEqual([5_000, 5_000, 2_001]);
  expect(batches.flat()).toEqual(points);
  const wide = Array.from({ length: 3 }, (_, step): Point => ({
    step,
    values: Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`m${i}`, 1])),
  }));
  expect([...batchesOf(wide)].map(({ length }) => length)).toEqual([2, 1]);
});
