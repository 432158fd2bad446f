import { tf } from '@stepwell/backend';
import { beforeAll, describe, test } from 'vitest';
import { startEngine } from './testing/start-engine.ts';
import { LOSSES, meanLoss, type LossName } from './index.ts';

beforeAll(startEngine);

/** Logits and targets of each loss, and a float64 formula of a row's loss to hold it against. */
const CASES: { name: LossName; z: number[][]; y: number[][]; row: (z: number[], y: number[]) => number }[] = [
  {
    name: 'binary-crossentropy',
    z: [[0.3], [-1.2], [2.5], [-4]],
    y: [[1], [1], [0], [0]],
    row: ([z], [y]) => {
      const p = 1 / (1 + Math.exp(-z!));
      return -(y! * Math.log(p) + (1 - y!) * Math.log(1 - p));
    },
  },
  {
    name: 'categorical-crossentropy',
    z: [
      [0.3, -1, 2],
      [1.5, 1.5, -0.5],
      [-2, 0, 0.1],
    ],
    y: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    row: (z, y) => Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0)) - z[y.indexOf(1)]!,
  },
  {
    name: 'mean-squared-error',
    z: [[0.5], [-3], [1.25]],
    y: [[0], [-2.5], [4]],
    row: ([z], [y]) => (z! - y!) ** 2,
  },
];

describe.for(CASES)('$name', ({ name, z, y, row }) => {
  const expectedRows = z.map((values, i) => row(values, y[i]!));
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test('of each row is what its formula says', ({ expect }) => {
    const losses = LOSSES[name].rows(tf.tensor2d(z), tf.tensor2d(y)).dataSync();
    expectedRows.forEach((loss, i) => expect(losses[i]).toBeCloseTo(loss, 5));
  });

  test('has the derivative that finite differences say', ({ expect }) => {
    const gradient = LOSSES[name].gradient(tf.tensor2d(z), tf.tensor2d(y)).arraySync() as number[][];
    const step = 1e-5;
    z.forEach((values, i) =>
      values.forEach((_, j) => {
        const moved = (by: number) =>
          row(
            values.map((value, k) => (k === j ? value + by : value)),
            y[i]!,
          );
        expect(gradient[i]![j]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 5);
      }),
    );
  });

  test('is averaged over the batch, its gradient with it', ({ expect }) => {
    const targets = tf.tensor2d(y);
    const { value, grad } = tf.valueAndGrad((logits: tf.Tensor) => meanLoss(name, logits, targets))(tf.tensor2d(z));
    expect(value.dataSync()[0]).toBeCloseTo(average(expectedRows), 5);
    const rows = LOSSES[name].gradient(tf.tensor2d(z), tf.tensor2d(y)).dataSync();
    grad.dataSync().forEach((slope, i) => expect(slope).toBeCloseTo(rows[i]! / z.length, 6));
  });
});

describe('against tfjs itself', () => {
  const [binary, several, number] = CASES as [(typeof CASES)[number], (typeof CASES)[number], (typeof CASES)[number]];
  const mine = ({ name, z, y }: (typeof CASES)[number]) => meanLoss(name, tf.tensor2d(z), tf.tensor2d(y)).dataSync()[0];

  test('tf.losses gives the same means', ({ expect }) => {
    const theirs = [
      tf.losses.sigmoidCrossEntropy(tf.tensor2d(binary.y), tf.tensor2d(binary.z)),
      tf.losses.softmaxCrossEntropy(tf.tensor2d(several.y), tf.tensor2d(several.z)),
      tf.losses.meanSquaredError(tf.tensor2d(number.y), tf.tensor2d(number.z)),
    ].map((loss) => loss.dataSync()[0]!);
    [binary, several, number].forEach((given, i) => expect(mine(given)).toBeCloseTo(theirs[i]!, 5));
  });
});

describe('extreme logits', () => {
  test('cost their size when wrong, nothing when right, and their gradients stay within one', ({ expect }) => {
    const z = tf.tensor2d([[100], [-100], [100], [-100]]);
    const y = tf.tensor2d([[1], [0], [0], [1]]);
    const loss = LOSSES['binary-crossentropy'];
    expect([...loss.rows(z, y).dataSync()]).toEqual([0, 0, 100, 100]);
    [0, 0, 1, -1].forEach((slope, i) => expect(loss.gradient(z, y).dataSync()[i]).toBeCloseTo(slope, 6));
  });

  test('of several classes do, too', ({ expect }) => {
    const z = tf.tensor2d([
      [100, -100, 0],
      [-100, 100, 100],
    ]);
    const y = tf.tensor2d([
      [0, 1, 0],
      [0, 1, 0],
    ]);
    const loss = LOSSES['categorical-crossentropy'];
    const losses = loss.rows(z, y).dataSync();
    expect(losses[0]).toBeCloseTo(200, 4);
    expect(losses[1]).toBeCloseTo(Math.log(2), 5);
    [1, -1, 0, 0, -0.5, 0.5].forEach((slope, i) => expect(loss.gradient(z, y).dataSync()[i]).toBeCloseTo(slope, 5));
  });
});
