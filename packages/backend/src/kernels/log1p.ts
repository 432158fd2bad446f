import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { input, type KernelArguments } from './kernel-arguments.ts';
import { checkTensors, floatsOf, type KernelContext } from './kernel-context.ts';

/** 1 + x is brought between these by powers of two. */
const HIGH = Math.SQRT2;
const LOW = Math.SQRT1_2;

/** ln(1 + x) that keeps the digits of small x, where the stock kernel rounds 1 + x to float32 first. */
export function log1pKernels(context: KernelContext): KernelConfig[] {
  return [
    { kernelName: 'Log1p', backendName: 'wasm', kernelFunc: (given: KernelArguments) => log1pOf(context, given) },
  ];
}

function log1pOf(context: KernelContext, given: KernelArguments): TensorInfo {
  const x = input(given, 'x');
  checkTensors('Log1p', { x });
  const output = context.makeOutput(x.shape, 'float32');
  const values = floatsOf(context, x);
  const out = floatsOf(context, output);
  for (let i = 0; i < values.length; i++) out[i] = log1p(values[i]!);
  return output;
}

/**
 * ln(1 + x) from `+ - * /` alone, so that every engine gives the same bits.
 *
 * With s = x / (2 + x), ln(1 + x) = 2 (s + s³/3 + s⁵/5 + …); where 1 + x is far from 1, it is divided by a power of two
 * first, whose logarithm is added.
 *
 * @see Abramowitz and Stegun, Handbook of Mathematical Functions, 4.1.27
 */
function log1p(x: number): number {
  if (x === 0 || x === Number.POSITIVE_INFINITY || Number.isNaN(x)) return x;
  if (x <= -1) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  let rest = x;
  let twos = 0;
  // 1 + x is exact in float64 to far more digits than float32 keeps.
  for (; 1 + rest > HIGH; twos++) rest = (rest - 1) / 2;
  for (; 1 + rest < LOW; twos--) rest = rest * 2 + 1;
  const s = rest / (2 + rest);
  const square = s * s;
  let series = 0;
  for (let n = 17; n >= 1; n -= 2) series = series * square + 1 / n;
  return 2 * s * series + twos * Math.LN2;
}
