import fc from 'fast-check';
import { encode } from 'fast-png';
import { gzipSync, zipSync, type Zippable } from 'fflate';
import arrays from '../../archive/fixtures/arrays.json' with { type: 'json' };
import images from '../../archive/fixtures/images.json' with { type: 'json' };
import { joinBytes } from '../../bytes/join-bytes.ts';
import { anyFormat } from './any-format.ts';
import { fromBase64, utf8 } from './files.ts';
import { bytesFrom, cellsOf, idx, npy } from './write-files.ts';
import { adobe, exif, flatJpeg, rowPng } from './write-images.ts';

/** Files by their names, as a zip would hold them. */
type Files = Record<string, Uint8Array>;

const { pickles, shared, keras, imdb } = arrays['2.4'];
const PICKLES = [...Object.values(pickles), shared].map(fromBase64).filter((file) => file.length < 2_000);
const ARCHIVES = [keras, imdb].map(fromBase64);
const IMAGES = [
  ...Object.values(images).map(({ file }) => fromBase64(file)),
  flatJpeg([200, 100, 50, 255], { segments: [adobe(0), exif(6)] }),
  rowPng({ width: 4, depth: 2, colorType: 3, line: [0b00_01_10_00], palette: [...bytesFrom(9)], transparency: [0, 9] }),
];
const small = fc.integer({ min: 1, max: 6 });

const anyCsv = fc
  .array(fc.tuple(fc.integer(), fc.constantFrom('x', 'y', '"a,b"', '')), { minLength: 1, maxLength: 20 })
  .map((rows) => utf8(`a,b\n${rows.map((row) => row.join()).join('\n')}\n`));

const anyIdxFiles: fc.Arbitrary<Files> = fc
  .tuple(small, small, small, fc.boolean())
  .map(([rows, height, width, packed]) => {
    const pack = (file: Uint8Array) => (packed ? gzipSync(file) : file);
    return {
      'train-images-idx3-ubyte': pack(idx([rows, height, width], bytesFrom(rows * height * width))),
      'train-labels-idx1-ubyte': pack(idx([rows], bytesFrom(rows))),
      't10k-images-idx3-ubyte': idx([1, height, width], bytesFrom(height * width)),
      't10k-labels-idx1-ubyte': idx([1], bytesFrom(1)),
    };
  });

const anyInputs = fc.oneof(
  fc.tuple(small, small, small).map(([n, h, w]) => [n, npy('|u1', [n, h, w], bytesFrom(n * h * w))] as const),
  fc.tuple(small, small).map(([n, d]) => [n, npy('<f8', [n, d], cellsOf(new Float64Array(n * d)), d === 2)] as const),
  fc.tuple(small, small).map(([n, w]) => [n, npy('<f4', [n, 3, 5, w], cellsOf(new Float32Array(n * 15 * w)))] as const),
  fc.constantFrom(...PICKLES).map((file) => [4, file] as const),
);

const anyArrays: fc.Arbitrary<Files> = fc
  .tuple(anyInputs, fc.constantFrom<[string, string]>(['x', 'y'], ['x_train', 'y_train'], ['images', 'labels']))
  .map(([[rows, x], [inputs, targets]]) => ({
    [`${inputs}.npy`]: x,
    [`${targets}.npy`]: npy('<i8', [rows], cellsOf(new BigInt64Array(rows))),
  }));

const anyPng = fc
  .tuple(small, small, fc.constantFrom<1 | 2 | 3 | 4>(1, 2, 3, 4))
  .map(([width, height, channels]) => encode({ width, height, channels, data: bytesFrom(width * height * channels) }));

const anyFolders: fc.Arbitrary<Files> = fc
  .array(fc.oneof(anyPng, fc.constantFrom(...IMAGES)), { minLength: 1, maxLength: 4 })
  .chain((first) => fc.constantFrom(first, [first[0]!, first[0]!]))
  .map((files) => Object.fromEntries(files.map((file, i) => [`train/c${i % 2}/${i}.png`, file])));

/** A file's bytes changed: cut, put together otherwise, with other bytes or another number somewhere. */
function anyDamage(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat({ max: Math.max(0, bytes.length - 1) });
  const number = fc.oneof(fc.constantFrom(0, 1, 0xff, 0xffff, 0x7fffffff, 0xffffffff), fc.nat());
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(bytes) },
    { weight: 2, arbitrary: place.map((at) => bytes.slice(0, at)) },
    {
      weight: 4,
      arbitrary: fc.array(fc.tuple(place, fc.nat({ max: 255 })), { maxLength: 4 }).map((to) => withBytes(bytes, to)),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(place, number, fc.boolean()).map(([at, n, little]) => withNumber(bytes, at, n, little)),
    },
    { weight: 1, arbitrary: fc.tuple(place, place).map(([a, b]) => joinBytes([bytes.slice(a), bytes.slice(0, b)])) },
    { weight: 1, arbitrary: fc.tuple(place, place).map(([a, b]) => joinBytes([bytes.slice(0, a), bytes.slice(b)])) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(place, fc.uint8Array({ maxLength: 40 }))
        .map(([at, more]) => joinBytes([bytes.slice(0, at), more, bytes.slice(at)])),
    },
  );
}

const anyFiles: fc.Arbitrary<Files> = fc.oneof(
  anyIdxFiles,
  anyArrays,
  anyFolders,
  anyCsv.map((csv) => ({ 'data/a.csv': csv })),
  fc.tuple(anyFormat, anyFormat).map(([train, test]) => ({ 'train.csv': train, 'test.jsonl': test })),
);

/** Files of which some are damaged inside of a zip that is whole, under names that may be others. */
const anyZip = anyFiles.chain((files) =>
  fc
    .tuple(
      fc.tuple(...Object.values(files).map(anyDamage)),
      fc.constantFrom<0 | 6>(0, 6),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.constantFrom('../', '/', 'a/', 'test/', 'C:') },
      ),
    )
    .map(([damaged, level, before]) => {
      const entries = Object.keys(files).map((path, i) => [`${before}${path}`, damaged[i]!] as const);
      const zip: Zippable = Object.fromEntries(entries);
      return zipSync(zip, { level });
    }),
);

const anyWhole = fc.oneof(
  { weight: 8, arbitrary: anyZip },
  { weight: 1, arbitrary: anyCsv },
  { weight: 8, arbitrary: anyFormat },
  { weight: 1, arbitrary: fc.constantFrom(...ARCHIVES) },
  { weight: 1, arbitrary: anyInputs.map(([, file]) => file) },
  { weight: 1, arbitrary: anyPng },
);

/** Files of all formats and archives of all kinds, most of them damaged: inside, outside, packed once more, or put behind one another. */
export const anyFile: fc.Arbitrary<Uint8Array> = fc
  .oneof(
    { weight: 6, arbitrary: anyWhole },
    { weight: 1, arbitrary: anyWhole.map((file) => gzipSync(file)) },
    { weight: 1, arbitrary: anyWhole.map((file) => zipSync({ 'a.zip': file, 'a.csv': file })) },
    { weight: 1, arbitrary: fc.tuple(anyWhole, anyWhole).map(([a, b]) => joinBytes([a, b])) },
  )
  .chain((file) => fc.oneof(fc.constant(file), anyDamage(file)));

function withBytes(bytes: Uint8Array, changes: [number, number][]): Uint8Array {
  const changed = bytes.slice();
  for (const [at, value] of changed.length === 0 ? [] : changes) changed[at] = value;
  return changed;
}

function withNumber(bytes: Uint8Array, at: number, number: number, little: boolean): Uint8Array {
  const changed = bytes.slice();
  if (at + 4 <= changed.length) new DataView(changed.buffer).setUint32(at, number, little);
  return changed;
}
