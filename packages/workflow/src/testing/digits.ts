import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { generator, permutation, type Generator } from '@stepwell/base/random';
import type { Table } from '@stepwell/data/table';
import { z } from 'zod';
import { categorical, numeric, tableOf } from '../../../data/src/testing/columns.ts';

const digitsFile = z.object({ data: z.array(z.number()) });
const SIDE = 28;
const SIZE = SIDE * SIDE;

/** What to draw. */
export interface DigitsDrawn {
  seed: number;
  /** Rows of each digit to learn from, and to test on: they are parts of the column `part`. */
  train: number;
  test: number;
  /** Standard deviations of the noise: of the pixels as a share of white, and of the number. */
  speckle: number;
  noise: number;
}

/** Draws handwritten digits of the mnist package under noise, with a number beside each: the digit, and normal noise. */
export async function digitsWithNumber({ seed, train, test, speckle, noise }: DigitsDrawn): Promise<Table> {
  const home = dirname(createRequire(import.meta.url).resolve('mnist/package.json'));
  const ofPixels = generator(seed, 'branches', 'speckle');
  const drawn: { label: number; pixels: Uint8Array; part: string }[] = [];
  for (let label = 0; label < 10; label++) {
    const { data } = digitsFile.parse(JSON.parse(await readFile(join(home, 'src', 'digits', `${label}.json`), 'utf8')));
    const order = permutation(Math.floor(data.length / SIZE), generator(seed, 'branches', String(label)));
    order.subarray(0, train + test).forEach((at, i) =>
      drawn.push({
        label,
        pixels: Uint8Array.from(data.slice(at * SIZE, (at + 1) * SIZE), (share) =>
          Math.round(255 * Math.max(0, Math.min(1, share + speckle * normal(ofPixels)))),
        ),
        part: i < train ? 'train' : 'test',
      }),
    );
  }
  const order = permutation(drawn.length, generator(seed, 'branches', 'order'));
  const rows = Array.from(order, (at) => drawn[at]!);
  const random = generator(seed, 'branches', 'noise');
  const store = new Uint8Array(rows.length * SIZE);
  rows.forEach(({ pixels }, row) => store.set(pixels, row * SIZE));
  return tableOf(
    rows.length,
    {
      kind: 'image',
      name: 'image',
      height: SIDE,
      width: SIDE,
      channels: 1,
      stores: [store],
      at: Int32Array.from(rows, (_, row) => row),
    },
    numeric(
      'number',
      rows.map(({ label }) => label + noise * normal(random)),
    ),
    categorical(
      'part',
      rows.map(({ part }) => part),
    ),
    categorical(
      'y',
      rows.map(({ label }) => `digit ${label}`),
    ),
  );
}

/** By the method of Box and Muller (1958). */
function normal(random: Generator): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
