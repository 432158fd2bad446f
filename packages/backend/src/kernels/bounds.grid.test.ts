import { beforeAll, describe, test } from 'vitest';
import type { StartedBackend } from '../started-backend.ts';
import { startForTest } from '../testing/against-cpu.ts';

let started: StartedBackend;
beforeAll(async () => {
  started = await startForTest();
});

const CANARY = 0x5a;
const CANARY_BYTES = 1024;

/** Regions one behind the other, each with a canary behind it. */
function regions(sizes: number[]): { at(region: number): number; broken(): number[]; free(): void } {
  const step = (bytes: number) => Math.ceil((bytes + CANARY_BYTES) / 16) * 16;
  const base = started.heap.allocate(
    sizes.reduce((sum, bytes) => sum + step(bytes), 0),
    'a test',
  );
  let next = base;
  const offsets = sizes.map((bytes) => {
    const at = next;
    next += step(bytes);
    return at;
  });
  const canaries = () =>
    sizes.map((bytes, i) => new Uint8Array(started.heap.memory.buffer, offsets[i]! + bytes, CANARY_BYTES));
  canaries().forEach((bytes) => bytes.fill(CANARY));
  return {
    at: (region) => offsets[region]!,
    broken: () => canaries().flatMap((bytes, i) => (bytes.every((byte) => byte === CANARY) ? [] : [i])),
    free: () => started.heap.free(base),
  };
}

describe('a product writes nothing behind its result and its scratch', () => {
  const SIZES = [1, 2, 3, 4, 5, 6, 7, 10, 12, 16, 24, 25, 41, 49, 128, 256, 300];

  test.for([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('with transposes %s and %s', ([transposeA, transposeB], { expect }) => {
    const { kernels } = started;
    for (const rows of SIZES) {
      for (const columns of SIZES) {
        for (const depth of [1, 3, 64, 300]) {
          const scratch = kernels.gemmScratch(rows, columns, depth, transposeA!);
          const there = regions([scratch, 4 * rows * columns, 4 * rows * depth, 4 * depth * columns]);
          kernels.matMul(
            rows,
            columns,
            depth,
            there.at(2),
            transposeA!,
            there.at(3),
            transposeB!,
            0,
            0,
            0,
            there.at(1),
            there.at(0),
          );
          expect(there.broken(), `${rows} × ${depth} × ${columns}`).toEqual([]);
          there.free();
        }
      }
    }
  });
});

describe('the scratch of a product', () => {
  test('is enough for fewer rows and less depth', ({ expect }) => {
    const { kernels } = started;
    const sizes = [1, 2, 5, 11, 12, 23, 24, 25, 48, 96, 255, 256, 257, 300, 512, 513];
    for (const rows of sizes) {
      for (const columns of sizes) {
        const larger = sizes.map((depth) => kernels.gemmScratch(rows, columns, depth, true));
        expect(larger).toEqual(larger.toSorted((a, b) => a - b));
      }
      for (const depth of sizes) {
        for (const columns of sizes) {
          const here = sizes.map((size) => kernels.gemmScratch(size, columns, depth, true));
          expect(here, `${columns} columns, depth ${depth}`).toEqual(here.toSorted((a, b) => a - b));
        }
      }
    }
  });
});

describe('a convolution writes nothing behind its results and its scratch', () => {
  test.for<[number, number, number, number, number, number, number]>([
    [1, 5, 6, 1, 3, 3, 1],
    [2, 9, 7, 3, 2, 3, 5],
    [1, 40, 41, 1, 3, 3, 41],
    [1, 90, 91, 1, 3, 3, 33],
    [3, 13, 13, 8, 3, 3, 24],
    [1, 24, 24, 17, 1, 1, 10],
    [1, 24, 24, 17, 1, 1, 70],
    [2, 30, 30, 4, 5, 5, 13],
    [1, 20, 20, 5, 3, 3, 260],
    [1, 7, 7, 64, 3, 3, 1],
    // Tiles of Winograd's that reach out of the image, and channels that fill no vector.
    [2, 13, 13, 32, 3, 3, 64],
    [3, 9, 12, 17, 3, 3, 19],
    [1, 60, 61, 33, 3, 3, 34],
    [3, 12, 12, 17, 3, 3, 19],
    [16, 5, 5, 34, 3, 3, 33],
    // Few input channels; output channels that fill two vectors, or one.
    [2, 9, 11, 1, 3, 3, 8],
    [2, 9, 13, 3, 3, 3, 12],
    [1, 5, 9, 2, 5, 2, 4],
    // Two blocks of pixels, 769 and 768: the second is cut into deeper parts.
    [1, 31, 55, 8, 3, 3, 24],
  ])('%i images of %i × %i × %i under %i × %i × %i', (sizes, { expect }) => {
    const [batch, height, width, channels, filterHeight, filterWidth, outs] = sizes;
    const [outHeight, outWidth] = [height - filterHeight + 1, width - filterWidth + 1];
    const pixels = batch * outHeight * outWidth;
    const patch = filterHeight * filterWidth * channels;
    const pointwise = filterHeight * filterWidth === 1;
    const geometry = [batch, height, width, channels, outHeight, outWidth, outs, filterHeight, filterWidth];
    const { kernels, heap } = started;
    const described = [...geometry, 1, 1, 1, 1, 0, 0, pointwise ? 1 : 0];
    const scratchOf = (product: number) =>
      heap.borrow(64, 'a test', (at) => {
        new Int32Array(heap.memory.buffer, at, 16).set(described);
        return kernels.convScratch(at, product) >>> 0;
      });
    for (const product of [0, 1, 2]) {
      const there = regions([
        64,
        4 * batch * height * width * channels,
        4 * patch * outs,
        4 * pixels * outs,
        scratchOf(product),
      ]);
      const [g, x, w, y, scratch] = [there.at(0), there.at(1), there.at(2), there.at(3), there.at(4)];
      new Int32Array(heap.memory.buffer, g, 16).set(described);
      if (product === 0) kernels.conv2d(g, x, w, 0, 1, 0, y, scratch);
      else if (product === 1) kernels.conv2dFilterGradient(g, x, y, w, scratch);
      else kernels.conv2dInputGradient(g, y, w, x, scratch);
      expect(there.broken(), `product ${product}`).toEqual([]);
      there.free();
    }
  });
});

describe('the other kernels write nothing behind their results', () => {
  test('column sums, softmax, sums by segment and pools of every width', ({ expect }) => {
    const { kernels, heap } = started;
    for (let columns = 1; columns <= 21; columns++) {
      const there = regions([64, 4 * 36 * columns, 4 * 9 * columns, 4 * 9, 4 * 36 * columns, 4 * columns]);
      const [g, x, y, ids, dx] = [there.at(0), there.at(1), there.at(2), there.at(3), there.at(4)];
      const row = there.at(5);
      new Int32Array(heap.memory.buffer, g, 16).set([1, 6, 6, columns, 3, 3, columns, 2, 2, 2, 2, 1, 1, 0, 0, 0]);
      new Int32Array(heap.memory.buffer, ids, 9).set([0, 8, -1, 3, 3, -7, 8, 1, 2]);
      const runs = [
        () => kernels.columnSums(9, columns, x, row),
        () => kernels.softmax(9, columns, x, y),
        () => kernels.logSoftmax(9, columns, x, y),
        () => kernels.segmentSum(9, columns, 9, ids, x, y),
        () => kernels.maxPool(g, x, y),
        () => kernels.maxPoolGradient(g, x, y, dx),
      ];
      runs.forEach((run, i) => {
        run();
        expect(there.broken(), `kernel ${i} at ${columns} columns`).toEqual([]);
      });
      there.free();
    }
  });

  test('pools that keep places, of every width', ({ expect }) => {
    const { kernels, heap } = started;
    for (let channels = 1; channels <= 21; channels++) {
      // Outputs of 5 × 7: windows leave a row and a column out.
      const there = regions([64, 4 * 2 * 35 * channels, 4 * 12 * channels, 12 * channels, 4 * channels]);
      const [g, y, to, places, sums] = [there.at(0), there.at(1), there.at(2), there.at(3), there.at(4)];
      new Int32Array(heap.memory.buffer, g, 16).set([2, 5, 7, 1, 5, 7, channels, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
      const runs = [
        () => kernels.poolWithPlaces(g, 1, y, to, places),
        () => kernels.spreadToPlaces(g, to, places, y),
        () => kernels.sumOfPlaces(g, to, places, sums),
      ];
      runs.forEach((run, i) => {
        run();
        expect(there.broken(), `kernel ${i} at ${channels} channels`).toEqual([]);
      });
      there.free();
    }
  });

  test('convolutions that are pooled', ({ expect }) => {
    const { kernels, heap } = started;
    for (const [height, width, pad, outs] of [
      [6, 9, 0, 8],
      [7, 11, 1, 12],
      [5, 8, 2, 4],
    ] as const) {
      const [outHeight, outWidth] = [height + 2 * pad - 2, width + 2 * pad - 2];
      const described = [2, height, width, 2, outHeight, outWidth, outs, 3, 3, 1, 1, 1, 1, pad, pad, 0];
      const scratchBytes = heap.borrow(64, 'a test', (at) => {
        new Int32Array(heap.memory.buffer, at, 16).set(described);
        return kernels.pooledScratch(at);
      });
      const pooled = 2 * (outHeight >> 1) * (outWidth >> 1) * outs;
      const there = regions([64, 16 * height * width, 4 * 18 * outs, 4 * outs, 4 * pooled, pooled, scratchBytes]);
      const [g, x, filter, bias, to] = [there.at(0), there.at(1), there.at(2), there.at(3), there.at(4)];
      const [places, scratch] = [there.at(5), there.at(6)];
      new Int32Array(heap.memory.buffer, g, 16).set(described);
      kernels.conv2dPooled(g, x, filter, bias, 1, to, places, scratch);
      expect(there.broken(), `forward, padded by ${pad}`).toEqual([]);
      kernels.conv2dFilterGradientPooled(g, x, to, places, filter, scratch);
      expect(there.broken(), `filter, padded by ${pad}`).toEqual([]);
      there.free();
    }
  });
});
