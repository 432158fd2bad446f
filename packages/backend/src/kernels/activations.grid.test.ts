import { beforeAll, describe, test } from 'vitest';
import type { StartedBackend } from '../started-backend.ts';
import { startForTest } from '../testing/against-cpu.ts';
import { ACTIVATION_CODES } from './kernel-context.ts';

const SLOPE = 0.25;
/** The activations in float64. */
const FORMULAS: Record<string, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  leakyrelu: (x) => (x < 0 ? SLOPE * x : x),
};

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startForTest();
});

function run(name: string, values: readonly number[]): number[] {
  const at = backend.heap.scratch(4 * values.length, 'a test');
  new Float32Array(backend.heap.memory.buffer, at, values.length).set(values);
  backend.kernels.activate(ACTIVATION_CODES[name]!, SLOPE, values.length, at);
  return [...new Float32Array(backend.heap.memory.buffer, at, values.length)];
}

describe.for(Object.keys(ACTIVATION_CODES))('%s', (name) => {
  test('is its formula to the last digits of float32, near zero and far away', ({ expect }) => {
    const inputs = Array.from({ length: 4001 }, (_, i) => Math.fround((i - 2000) / 20));
    const small = [1e-3, 1e-5, 1e-20, 1e-37].flatMap((x) => [Math.fround(x), Math.fround(-x)]);
    const values = [...inputs, ...small];
    run(name, values).forEach((actual, i) => {
      const expected = FORMULAS[name]!(values[i]!);
      // elu takes one from a power: near zero only the absolute error is small.
      const room = name === 'elu' ? 1.2e-7 : Math.abs(expected) * 4e-7 + 1e-37;
      expect(Math.abs(actual - expected), `at ${values[i]}`).toBeLessThanOrEqual(room);
    });
  });

  test('treats tails as it treats whole vectors', ({ expect }) => {
    const values = [-3, 0.5, 2, -0.1, 7, -88, 0.25, 1, -1];
    const whole = run(name, [...values, 0, 0, 0]);
    for (let length = 1; length <= values.length; length++) {
      expect(run(name, values.slice(0, length))).toEqual(whole.slice(0, length));
    }
  });

  test('keeps NaN, and comes to its limits at infinity', ({ expect }) => {
    const [no, up, down] = run(name, [Number.NaN, Infinity, -Infinity]);
    expect(no).toBeNaN();
    expect([up, down]).toEqual([FORMULAS[name]!(Infinity), FORMULAS[name]!(-Infinity)]);
  });
});
