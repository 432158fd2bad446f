import { beforeAll, describe, test } from 'vitest';
import type { StartedBackend } from '../started-backend.ts';
import { relativeDistance, startForTest, wave } from '../testing/against-cpu.ts';

let started: StartedBackend;
beforeAll(async () => {
  started = await startForTest();
});

/** A product of [rows, depth] by [depth, columns]. */
interface Sizes {
  rows: number;
  columns: number;
  depth: number;
}

const CANARY = 1234.5;
const CANARIES = 64;
const SHARES = [0, 0.03, 0.2, 0.4, 0.9];

/** Deterministic values of which about `share` are not zero; zeros of both signs. */
function sparse(count: number, share: number, salt: number): Float32Array {
  const chance = wave(count, salt + 100);
  return wave(count, salt).map((value, i) => {
    if ((chance[i]! + 1) / 2 < share) return value;
    return value < 0 ? -0 : 0;
  });
}

/** `c + op(a) · b` with every zero in it: one float32 operation at a time, in the order of the depth. */
function inOrder({ columns, depth }: Sizes, at: (i: number, k: number) => number, b: Float32Array, c: Float32Array) {
  return c.map((start, place) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    let sum = start;
    for (let k = 0; k < depth; k++) sum = Math.fround(sum + Math.fround(at(i, k) * b[k * columns + j]!));
    return sum;
  });
}

/** The same in float64. */
function inDouble({ columns, depth }: Sizes, at: (i: number, k: number) => number, b: Float32Array, c: Float32Array) {
  return c.map((start, place) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    let sum = start;
    for (let k = 0; k < depth; k++) sum += at(i, k) * b[k * columns + j]!;
    return sum;
  });
}

/** Both products with an A whose nonzeros are listed; null for each where they are too many. */
function multiply(
  { rows, columns, depth }: Sizes,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  delta: Float32Array,
  gradient: Float32Array,
) {
  const { heap, kernels } = started;
  const lengths = [
    rows * depth,
    depth * columns,
    rows * columns,
    rows * columns,
    depth * columns,
    (kernels.nonzerosBytes(rows, columns, depth) >>> 0) / 4,
    (kernels.skipScratch(rows, columns, depth) >>> 0) / 4,
  ];
  const room = (length: number) => Math.ceil((length + CANARIES) / 4) * 4;
  const base = heap.allocate(4 * lengths.reduce((sum, length) => sum + room(length), 0), 'a test');
  let next = base;
  const places = lengths.map((length) => {
    const at = next;
    next += 4 * room(length);
    return { at, length };
  });
  const view = (i: number) => new Float32Array(heap.memory.buffer, places[i]!.at, places[i]!.length);
  const behind = (i: number) => new Float32Array(heap.memory.buffer, places[i]!.at + 4 * places[i]!.length, CANARIES);
  places.forEach((_, i) => behind(i).fill(CANARY));
  [a, b, c, delta, gradient].forEach((values, i) => view(i).set(values));
  const at = (i: number) => places[i]!.at;
  const listed = kernels.listNonzeros(rows, columns, depth, at(0), at(5)) !== 0;
  if (listed) {
    kernels.skipZeros(rows, columns, depth, at(0), at(5), at(1), at(2), at(6));
    kernels.skipZerosTransposed(rows, columns, depth, at(0), at(5), at(3), at(4), at(6));
  }
  const broken = places.flatMap((_, i) => (behind(i).every((value) => value === CANARY) ? [] : [i]));
  const result = { listed, broken, product: view(2).slice(), transposed: view(4).slice() };
  heap.free(base);
  return result;
}

/** Bits, with one NaN for all. */
function bits(values: Float32Array): Int32Array {
  return new Int32Array(values.map((value) => (Number.isNaN(value) ? Number.NaN : value)).buffer);
}

const turned = ({ rows, columns, depth }: Sizes): Sizes => ({ rows: depth, columns, depth: rows });

const GRID: Sizes[] = [1, 3, 8, 33].flatMap((rows) =>
  [25, 31, 48, 49, 64, 97, 112].flatMap((columns) => [1, 2, 7, 16, 65].map((depth) => ({ rows, columns, depth }))),
);

describe('products that leave out zeros', () => {
  test.for(SHARES)('with %f nonzeros have the bits of sums with all zeros in them', (share, { expect }) => {
    let someListed = 0;
    for (const sizes of GRID) {
      const { rows, columns, depth } = sizes;
      const name = `${rows} × ${depth} × ${columns}`;
      const a = sparse(rows * depth, share, 1);
      const [b, delta] = [wave(depth * columns, 2), wave(rows * columns, 3)];
      const [c, gradient] = [wave(rows * columns, 4), new Float32Array(depth * columns)];
      const { listed, broken, product, transposed } = multiply(sizes, a, b, c, delta, gradient);
      expect(broken, name).toEqual([]);
      const nonzeros = a.reduce((count, value) => count + Number(value !== 0), 0);
      expect(listed, name).toBe(nonzeros < roomOfList(sizes));
      if (!listed) continue;
      someListed++;
      const straight = (i: number, k: number) => a[i * depth + k]!;
      const across = (i: number, k: number) => a[k * depth + i]!;
      expect(bits(product), name).toEqual(bits(inOrder(sizes, straight, b, c)));
      expect(bits(transposed), name).toEqual(bits(inOrder(turned(sizes), across, delta, gradient)));
      expect(relativeDistance(product, inDouble(sizes, straight, b, c)), name).toBeLessThan(1e-6);
      expect(relativeDistance(transposed, inDouble(turned(sizes), across, delta, gradient)), name).toBeLessThan(1e-6);
    }
    if (share < 0.3) expect(someListed).toBeGreaterThan(GRID.length / 2);
    if (share > 0.8) expect(someListed).toBe(0);
  });

  test('have the bits of the packed product', ({ expect }) => {
    const { heap, kernels } = started;
    for (const [rows, columns, depth] of [
      [64, 96, 784],
      [128, 70, 300],
      [5, 200, 900],
    ] as const) {
      const sizes = { rows, columns, depth };
      const a = sparse(rows * depth, 0.2, 5);
      const [b, delta] = [wave(depth * columns, 6), wave(rows * columns, 7)];
      const { listed, product, transposed } = multiply(
        sizes,
        a,
        b,
        new Float32Array(rows * columns),
        delta,
        new Float32Array(depth * columns),
      );
      expect(listed).toBe(true);
      const packed = (transpose: boolean, left: Float32Array, right: Float32Array, size: Sizes) => {
        const scratch = kernels.gemmScratch(size.rows, size.columns, size.depth, transpose) >>> 0;
        const at = heap.allocate(4 * (left.length + right.length + size.rows * size.columns) + 48 + scratch, 'a test');
        const rightAt = at + Math.ceil(left.length / 4) * 16;
        const toAt = rightAt + Math.ceil(right.length / 4) * 16;
        const scratchAt = toAt + Math.ceil((size.rows * size.columns) / 4) * 16;
        new Float32Array(heap.memory.buffer, at, left.length).set(left);
        new Float32Array(heap.memory.buffer, rightAt, right.length).set(right);
        kernels.matMul(size.rows, size.columns, size.depth, at, transpose, rightAt, false, 0, 0, 0, toAt, scratchAt);
        const result = new Float32Array(heap.memory.buffer, toAt, size.rows * size.columns).slice();
        heap.free(at);
        return result;
      };
      expect(bits(product)).toEqual(bits(packed(false, a, b, sizes)));
      expect(bits(transposed)).toEqual(bits(packed(true, a, delta, turned(sizes))));
    }
  });

  const sizes = { rows: 6, columns: 101, depth: 40 };
  const { rows, columns, depth } = sizes;
  test.for<{ what: string; spoil: (values: { a: Float32Array; b: Float32Array; c: Float32Array }) => void }>([
    { what: 'an infinite weight of a column of zeros', spoil: ({ b }) => (b[3 * columns + 50] = Infinity) },
    { what: 'a weight that is no number', spoil: ({ b }) => (b[39 * columns + 100] = Number.NaN) },
    { what: 'sums that start at -0', spoil: ({ c }) => [0, 7, 48, 96, 100].forEach((j) => (c[j + columns] = -0)) },
    { what: 'an infinite input', spoil: ({ a }) => (a[2 * depth + 3] = -Infinity) },
    { what: 'an input that is no number', spoil: ({ a }) => (a[5 * depth] = Number.NaN) },
    { what: 'sums that overflow', spoil: ({ b }) => b.fill(3e38) },
  ])('keep $what', ({ spoil }, { expect }) => {
    const a = sparse(rows * depth, 0.1, 1);
    const [b, c] = [wave(depth * columns, 2), wave(rows * columns, 4)];
    const delta = wave(rows * columns, 3);
    // A row of zeros, and one of negative weights: sums of nothing but -0.
    a.fill(0, depth, 2 * depth);
    b.fill(-1, 0, columns);
    spoil({ a, b, c });
    const { listed, product } = multiply(sizes, a, b, c, delta, new Float32Array(depth * columns));
    expect(listed).toBe(true);
    expect(bits(product)).toEqual(bits(inOrder(sizes, (i, k) => a[i * depth + k]!, b, c)));
  });

  test('keep an infinite derivative', ({ expect }) => {
    const a = sparse(rows * depth, 0.1, 1);
    const delta = wave(rows * columns, 3);
    delta[4 * columns + 60] = Infinity;
    const { transposed } = multiply(
      sizes,
      a,
      wave(depth * columns, 2),
      new Float32Array(rows * columns),
      delta,
      new Float32Array(depth * columns),
    );
    const expected = inOrder(turned(sizes), (i, k) => a[k * depth + i]!, delta, new Float32Array(depth * columns));
    expect(bits(transposed)).toEqual(bits(expected));
    expect(transposed.some(Number.isNaN)).toBe(true);
  });
});

/** How many entries the list of a product has room for, the one behind the last included; 0 where it is never listed. */
function roomOfList({ rows, columns, depth }: Sizes): number {
  const bytes = started.kernels.nonzerosBytes(rows, columns, depth) >>> 0;
  return bytes === 0 ? 0 : (bytes - Math.ceil((4 * (rows + 1)) / 16) * 16) / 8;
}
