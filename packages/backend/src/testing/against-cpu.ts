import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-cpu';
import { loadModules } from '#testing-modules';
import { startBackend } from '../start.ts';
import type { StartedBackend } from '../started-backend.ts';

/** Starts the backend for a test file, in Node or in workerd. */
export async function startForTest(): Promise<StartedBackend> {
  return startBackend(await loadModules());
}

/** What `run` gives on TensorFlow.js's JavaScript backend: the reference. */
export async function onCpu(run: () => tf.Tensor): Promise<Float32Array> {
  return (await eachOnCpu([run]))[0]!;
}

/** What each of `runs` gives there: going from one backend to the other takes as long as a small kernel. */
export async function eachOnCpu(runs: readonly (() => tf.Tensor)[]): Promise<Float32Array[]> {
  await tf.setBackend('cpu');
  try {
    return runs.map(values);
  } finally {
    await tf.setBackend('wasm');
  }
}

/** What `run` gives on this backend. */
export function values(run: () => tf.Tensor): Float32Array {
  const result = tf.tidy(run);
  const copy = Float32Array.from(result.dataSync());
  result.dispose();
  return copy;
}

/** The largest difference, in units of the largest expected value. */
export function relativeDistance(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    const by = Math.abs(actual[i]! - expected[i]!);
    difference = Number.isNaN(by) ? Number.POSITIVE_INFINITY : Math.max(difference, by);
    size = Math.max(size, Math.abs(expected[i]!));
  }
  return size === 0 ? difference : difference / size;
}

/** Deterministic numbers in [-1, 1) that follow no line: `salt` gives another list. */
export function wave(count: number, salt = 0): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = (((i + 7 * salt + 1) * 7919) % 2003) / 1001.5 - 1;
  return values;
}
