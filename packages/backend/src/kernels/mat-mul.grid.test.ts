import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import type { StartedBackend } from '../started-backend.ts';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

const SIZES = [1, 2, 3, 5, 7, 12, 13, 16, 17, 46, 64, 300];
const DEPTHS = [1, 4, 9, 64, 270, 530];
const LARGEST = 300;
const DEEPEST = 530;
const TRANSPOSES = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

const LEFT = wave(LARGEST * DEEPEST, 1);
const RIGHT = wave(DEEPEST * LARGEST, 2);

let started: StartedBackend;
/** By depth, what the cpu backend gives for the largest matrices. Smaller products are corners of it. */
const expected = new Map<number, Float32Array>();
beforeAll(async () => {
  started = await startForTest();
  for (const depth of DEPTHS) {
    const left = tf.tensor2d(corner(LEFT, DEEPEST, LARGEST, depth), [LARGEST, depth]);
    const right = tf.tensor2d(corner(RIGHT, LARGEST, depth, LARGEST), [depth, LARGEST]);
    expected.set(depth, await onCpu(() => tf.matMul(left, right)));
    tf.dispose([left, right]);
  }
});

/** The first `rows` and `columns` of a matrix that is `width` wide. */
function corner(matrix: Float32Array, width: number, rows: number, columns: number): Float32Array {
  const cells = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    cells.set(matrix.subarray(row * width, row * width + columns), row * columns);
  }
  return cells;
}

function matrix(cells: Float32Array, rows: number, columns: number, transposed: boolean): tf.Tensor2D {
  if (!transposed) return tf.tensor2d(cells, [rows, columns]);
  const turned = new Float32Array(cells.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = cells[row * columns + column]!;
  }
  return tf.tensor2d(turned, [columns, rows]);
}

/** The product of [rows, depth] and [depth, columns], each handed over as it lies or transposed. */
function multiply(
  left: Float32Array,
  right: Float32Array,
  { rows, columns, depth }: { rows: number; columns: number; depth: number },
  [transposeA, transposeB]: readonly [boolean, boolean],
): tf.Tensor {
  return tf.matMul(
    matrix(left, rows, depth, transposeA),
    matrix(right, depth, columns, transposeB),
    transposeA,
    transposeB,
  );
}

describe.for(TRANSPOSES)('a product with transposes %s %s', (transposes) => {
  const [transposeA, transposeB] = transposes;

  test.for(SIZES)('of %i rows is the cpu backend’s, whatever the columns and depth', async (rows, { expect }) => {
    for (const columns of SIZES) {
      for (const depth of DEPTHS) {
        const left = corner(LEFT, DEEPEST, rows, depth);
        const right = corner(RIGHT, LARGEST, depth, columns);
        const product = () => multiply(left, right, { rows, columns, depth }, transposes);
        const wanted = corner(expected.get(depth)!, LARGEST, rows, columns);
        expect(relativeDistance(values(product), wanted), `${rows} × ${depth} × ${columns}`).toBeLessThan(1e-5);
      }
    }
  });

  test('broadcasts batches', async ({ expect }) => {
    const shapeOf = (batch: number[], rows: number, columns: number, transposed: boolean) =>
      transposed ? [...batch, columns, rows] : [...batch, rows, columns];
    for (const [batchA, batchB] of [
      [[3], [3]],
      [[3], [1]],
      [
        [2, 1],
        [1, 3],
      ],
      [[2, 3], []],
    ] as const) {
      const a = shapeOf([...batchA], 5, 9, transposeA);
      const b = shapeOf([...batchB], 9, 6, transposeB);
      const batch = tf.broadcast_util.assertAndGetBroadcastShape([...batchA], [...batchB]);
      const spread = (shape: number[], salt: number, to: number[]) => {
        const one = tf.tensor(
          wave(
            shape.reduce((x, y) => x * y),
            salt,
          ),
          shape,
        );
        return to.length === 0 ? one : tf.broadcastTo(one, [...to, ...shape.slice(-2)]);
      };
      const product = (to: number[]) => () => tf.matMul(spread(a, 1, to), spread(b, 2, to), transposeA, transposeB);
      // The cpu backend takes the wrong matrices where both sides are broadcast: there it gets them spread out.
      expect(
        relativeDistance(values(product([])), await onCpu(product(batch))),
        `${a.join()} × ${b.join()}`,
      ).toBeLessThan(1e-5);
    }
  });
});

describe('the sums of a product', () => {
  /** One float32 operation at a time, in the order of the depth: the bits do not depend on how a product is cut. */
  function inOrder(
    left: Float32Array,
    right: Float32Array,
    rows: number,
    columns: number,
    depth: number,
  ): Float32Array {
    const sums = new Float32Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) {
          sum = Math.fround(sum + Math.fround(left[i * depth + k]! * right[k * columns + j]!));
        }
        sums[i * columns + j] = sum;
      }
    }
    return sums;
  }

  /** Each sum along four strands of the depth, then these in pairs: few columns, where A's rows are contiguous. */
  function inStrands(
    left: Float32Array,
    right: Float32Array,
    rows: number,
    columns: number,
    depth: number,
  ): Float32Array {
    const sums = new Float32Array(rows * columns);
    const strands = new Float32Array(4);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        strands.fill(0);
        for (let k = 0; k < depth; k++) {
          strands[k % 4]! += Math.fround(left[i * depth + k]! * right[k * columns + j]!);
        }
        const [first, second, third, fourth] = strands;
        sums[i * columns + j] = Math.fround(first! + third!) + Math.fround(second! + fourth!);
      }
    }
    return sums;
  }

  test.for([1, 2, 3, 6, 11, 12, 13, 23, 24, 25, 50])('of %i rows have one order', (rows, { expect }) => {
    for (const columns of [2, 3, 4, 5, 6, 7, 8, 12, 13, 17, 24, 25, 41, 64, 67, 256]) {
      for (const depth of [1, 2, 7, 8, 63, 64, 65, 130]) {
        const left = corner(LEFT, DEEPEST, rows, depth);
        const right = corner(RIGHT, LARGEST, depth, columns);
        const ordered = inOrder(left, right, rows, columns, depth);
        const stranded =
          [2, 3, 5, 6].includes(columns) && depth >= 8 ? inStrands(left, right, rows, columns, depth) : ordered;
        for (const transposes of TRANSPOSES) {
          const product = values(() => multiply(left, right, { rows, columns, depth }, transposes));
          const what = `${rows} × ${depth} × ${columns}, transposes ${transposes.join()}`;
          expect(isSame(product, transposes[0] ? ordered : stranded), what).toBe(true);
        }
      }
    }
  });

  test('have it too where rows lie a multiple of a kilobyte apart', ({ expect }) => {
    for (const rows of [256, 512]) {
      for (const [columns, depth] of [
        [41, 20],
        [64, 130],
        [53, 64],
      ] as const) {
        const left = wave(rows * depth, 3);
        const right = wave(depth * columns, 4);
        const ordered = inOrder(left, right, rows, columns, depth);
        for (const transposes of TRANSPOSES) {
          const product = values(() => multiply(left, right, { rows, columns, depth }, transposes));
          const what = `${rows} × ${depth} × ${columns}, transposes ${transposes.join()}`;
          expect(isSame(product, ordered), what).toBe(true);
        }
      }
    }
  });
});

/** Whether two lists hold the same values: `toEqual` looks at a million of them one by one, and for other properties. */
function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

describe('a fused product', () => {
  test.for(['linear', 'relu', 'relu6', 'sigmoid', 'elu', 'leakyrelu', 'prelu'] as const)(
    'ends in bias and %s as the cpu backend has it',
    async (activation, { expect }) => {
      const run = () =>
        tf.fused.matMul({
          a: tf.mul(tf.tensor2d(wave(7 * 11, 1), [7, 11]), 3),
          b: tf.mul(tf.tensor2d(wave(11 * 5, 2), [11, 5]), 2),
          bias: tf.tensor1d(wave(5, 3)),
          activation,
          preluActivationWeights: activation === 'prelu' ? tf.tensor1d(wave(5, 4)) : undefined,
          leakyreluAlpha: 0.3,
        });
      expect(relativeDistance(values(run), await onCpu(run))).toBeLessThan(1e-5);
    },
  );
});

describe('bad input', () => {
  test.for<{ what: string; code: string; run: () => unknown }>([
    {
      what: 'ints',
      code: 'unknown_dtype',
      run: () => tf.engine().runKernel('BatchMatMul', { a: tf.ones([2, 3], 'int32'), b: tf.ones([3, 2]) }, {}),
    },
    {
      what: 'inner sizes that differ',
      code: 'shape_mismatch',
      run: () => tf.engine().runKernel('BatchMatMul', { a: tf.ones([2, 3]), b: tf.ones([4, 2]) }, {}),
    },
    {
      what: 'batches that differ',
      code: 'shape_mismatch',
      run: () => tf.engine().runKernel('BatchMatMul', { a: tf.ones([2, 2, 2]), b: tf.ones([3, 2, 2]) }, {}),
    },
    {
      what: 'no values',
      code: 'empty_tensor',
      run: () => tf.engine().runKernel('BatchMatMul', { a: tf.zeros([0, 3]), b: tf.ones([3, 2]) }, {}),
    },
    {
      what: 'a bias of another width',
      code: 'shape_mismatch',
      run: () =>
        tf
          .engine()
          .runKernel(
            '_FusedMatMul',
            { a: tf.ones([2, 3]), b: tf.ones([3, 2]), bias: tf.ones([3]) },
            { activation: 'linear' },
          ),
    },
  ])('of $what is refused, and the backend goes on', ({ code, run }, { expect }) => {
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => void run())).toThrow(
      expect.objectContaining({ name: 'BackendError', code, message: expect.stringMatching(/MatMul.*\[/) }),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(values(() => tf.matMul([[2]], [[3]]))[0]).toBe(6);
    expect(started.heap.memory.buffer.byteLength).toBeGreaterThan(0);
  });
});
