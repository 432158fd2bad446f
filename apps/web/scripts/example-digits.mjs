// Handwritten digits from the mnist package, as the two usual idx files.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { generator, permutation } from '@stepwell/base/random';
import { zipSync } from 'fflate';
import { pixels } from './example-thumbnails.mjs';

const SIDE = 28;
const EACH = 100;
const FILE = 'digits.zip';
/** A fixed timestamp, so that the zip is always the same. */
const LONG_AGO = new Date(1980, 0, 2);

/** Writes the dataset into `folder`. Resolves to its entry in the list. */
export async function writeDigits(folder) {
  const home = dirname(createRequire(import.meta.url).resolve('mnist/package.json'));
  const { version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  const digits = [];
  for (let label = 0; label < 10; label++) {
    const { data } = JSON.parse(await readFile(join(home, 'src', 'digits', `${label}.json`), 'utf8'));
    const size = SIDE * SIDE;
    const order = permutation(Math.floor(data.length / size), generator(0, 'examples', label));
    for (const at of order.subarray(0, EACH)) digits.push({ label, shares: data.slice(at * size, (at + 1) * size) });
  }
  const order = permutation(digits.length, generator(0, 'examples', 'order'));
  const images = Uint8Array.from([...order].flatMap((at) => digits[at].shares.map((share) => Math.round(share * 255))));
  const labels = Uint8Array.from(order, (at) => digits[at].label);
  const zip = zipSync(
    {
      'train-images-idx3-ubyte': idx([digits.length, SIDE, SIDE], images),
      'train-labels-idx1-ubyte': idx([digits.length], labels),
    },
    { mtime: LONG_AGO, level: 9 },
  );
  await writeFile(join(folder, FILE), zip);
  return {
    file: FILE,
    name: 'digits',
    question: 'Which digit is it?',
    target: 'label',
    rows: digits.length,
    thumbnail: pixels([3, 5, 8].map((label) => digits.find((digit) => digit.label === label).shares)),
    source: `MNIST (LeCun, Cortes, Burges), ${EACH} of each digit; mnist ${version}`,
    license,
  };
}

/** An idx file of bytes: magic number, sizes, bytes. */
function idx(sizes, bytes) {
  const head = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
  head.setUint32(0, 0x0800 + sizes.length);
  sizes.forEach((size, i) => head.setUint32(4 + 4 * i, size));
  return Buffer.concat([new Uint8Array(head.buffer), bytes]);
}
