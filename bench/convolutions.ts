/**
 * Winograd's convolution beside that of patches (im2col), in Node: `npm run bench:convolutions`.
 *
 * A filter of 3 × 3 is for Winograd; the same filter with a fourth row of zeros, over an image with one more row of zeros, is
 * for patches and gives the same outputs. Errors are the largest difference from sums in float64, in units of the largest of
 * them. Times are of both in turns; patches are timed under the filter with four rows, three quarters of which is counted.
 */
import { startBackend, tf } from '@stepwell/backend';
import { compileModules } from '@stepwell/backend/node';
import { median } from './interleave.ts';
import { printTable } from './print-table.ts';

const ROUNDS = 15;
/** [batch, side, channels in, channels out]. */
const SIZES = [
  [16, 13, 32, 64],
  [16, 28, 16, 16],
  [4, 32, 32, 32],
  [4, 16, 64, 128],
] as const;
const PRODUCTS = ['forward', 'filter', 'input'] as const;

type Shape = [number, number, number, number];

await startBackend(await compileModules());
const lines: string[][] = [];
for (const [batch, side, ins, outs] of SIZES) {
  const shapes = {
    x: [batch, side, side, ins],
    filter: [3, 3, ins, outs],
    dy: [batch, side - 2, side - 2, outs],
  } as const;
  const given = { x: draw(shapes.x, 1), filter: draw(shapes.filter, 2), dy: draw(shapes.dy, 3) };
  const expected = byDefinition(given, [batch, side, ins, outs]);
  const three = {
    x: tf.tensor4d(given.x, [...shapes.x] as Shape),
    filter: tf.tensor4d(given.filter, [...shapes.filter] as Shape),
    dy: tf.tensor4d(given.dy, [...shapes.dy] as Shape),
  };
  const four = {
    x: tf.pad(three.x, [
      [0, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ]),
    filter: tf.pad(three.filter, [
      [0, 1],
      [0, 0],
      [0, 0],
      [0, 0],
    ]),
    dy: three.dy,
  };
  for (const product of PRODUCTS) {
    const run = ({ x, filter, dy }: typeof three): tf.Tensor => {
      if (product === 'forward') return tf.conv2d(x, filter, 1, 'valid');
      const attributes = { strides: [1, 1], pad: 'valid', dilations: [1, 1], dataFormat: 'NHWC' };
      return product === 'filter'
        ? tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape: filter.shape })
        : tf.engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: x.shape });
    };
    const shape = [...(product === 'forward' ? shapes.dy : product === 'filter' ? shapes.filter : shapes.x)] as Shape;
    const results = [three, four].map((inputs) => tf.tidy(() => tf.slice(run(inputs), [0, 0, 0, 0], shape).dataSync()));
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const start = performance.now();
        run(which === 0 ? three : four).dispose();
        times[which].push(performance.now() - start);
      }
    }
    const ratio = median(times[0].map((time, i) => time / (0.75 * times[1][i]!)));
    lines.push([
      `${batch}×${side}×${side}×${ins} to ${outs}, ${product}`,
      ...results.map((result) => error(result, expected[product]).toExponential(1)),
      ratio.toFixed(2),
    ]);
  }
}
printTable('Convolutions of 3 × 3', ['convolution', 'error, Winograd', 'error, patches', 'time / patches'], lines);

/** Deterministic numbers in [-1, 1) that repeat nowhere. */
function draw(shape: readonly number[], salt: number): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => {
    let h = Math.imul(i + 1, 2_654_435_761) ^ Math.imul(salt, 40_503);
    h = Math.imul(h ^ (h >>> 15), 2_246_822_519);
    h = Math.imul(h ^ (h >>> 13), 3_266_489_917);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

/** All three products in float64, valid padding. */
function byDefinition(
  { x, filter, dy }: Record<'x' | 'filter' | 'dy', Float32Array>,
  [batch, side, ins, outs]: readonly [number, number, number, number],
): Record<(typeof PRODUCTS)[number], Float64Array> {
  const out = side - 2;
  const sums = {
    forward: new Float64Array(dy.length),
    filter: new Float64Array(filter.length),
    input: new Float64Array(x.length),
  };
  for (let pixel = 0; pixel < batch * out * out; pixel++) {
    const [image, row, column] = [Math.floor(pixel / out / out), Math.floor(pixel / out) % out, pixel % out];
    for (let place = 0; place < 9; place++) {
      const from = ((image * side + row + Math.floor(place / 3)) * side + column + (place % 3)) * ins;
      for (let i = 0; i < ins; i++) {
        for (let o = 0; o < outs; o++) {
          const weight = (place * ins + i) * outs + o;
          sums.forward[pixel * outs + o]! += x[from + i]! * filter[weight]!;
          sums.input[from + i]! += dy[pixel * outs + o]! * filter[weight]!;
          sums.filter[weight]! += dy[pixel * outs + o]! * x[from + i]!;
        }
      }
    }
  }
  return sums;
}

function error(actual: ArrayLike<number>, expected: Float64Array): number {
  let [difference, size] = [0, 0];
  expected.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - actual[i]!));
    size = Math.max(size, Math.abs(value));
  });
  return difference / size;
}
