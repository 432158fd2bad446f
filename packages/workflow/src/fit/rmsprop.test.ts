import { tf } from '@stepwell/backend';
import { describe, test } from 'vitest';
import { rmsprop } from './rmsprop.ts';

describe('rmsprop', () => {
  test('takes the first step by hand', ({ expect }) => {
    const weight = Float32Array.of(1, -2, 0.5);
    const slot = new Float32Array(3);
    rmsprop(weight, slot, Float32Array.of(0.5, -4, 0), 0.001, 0);
    // slot = 0.1 g²; weight -= 0.001 g / sqrt(slot + 1e-7): 0.5 / sqrt(0.0250001) = 3.16227 (sqrt 10, less a little).
    [0.025, 1.6, 0].forEach((mean, i) => expect(slot[i]).toBeCloseTo(mean, 7));
    [1 - 0.00316227, -2 + 0.00316228, 0.5].forEach((value, i) => expect(weight[i]).toBeCloseTo(value, 6));
  });

  test('adds the derivative of the L2 penalty to the gradient', ({ expect }) => {
    const penalised = [Float32Array.of(2), new Float32Array(1)] as const;
    const plain = [Float32Array.of(2), new Float32Array(1)] as const;
    rmsprop(...penalised, Float32Array.of(0.25), 0.01, 0.125);
    // 2 · 0.125 · 2 = 0.5.
    rmsprop(...plain, Float32Array.of(0.75), 0.01, 0);
    expect(penalised).toEqual(plain);
  });

  test('goes the way of tf.train.rmsprop(0.001, 0.9, 0, 1e-7), twenty steps long', async ({ expect }) => {
    await tf.setBackend('cpu');
    const start = [0.3, -1, 2, 1e-4];
    const variable = tf.variable(tf.tensor1d(start));
    const optimizer = tf.train.rmsprop(0.001, 0.9, 0, 1e-7);
    const weight = Float32Array.from(start);
    const slot = new Float32Array(4);
    for (let step = 0; step < 20; step++) {
      const gradient = start.map((value, i) => value * Math.cos(step + i) + 0.01 * i);
      optimizer.applyGradients({ [variable.name]: tf.tensor1d(gradient) });
      rmsprop(weight, slot, Float32Array.from(gradient), 0.001, 0);
    }
    const theirs = variable.dataSync();
    weight.forEach((value, i) => expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-6));
  });
});
