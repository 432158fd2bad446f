import * as tf from '@tensorflow/tfjs';
import { beforeAll, test } from 'vitest';
import { startForTest } from '../testing/against-cpu.ts';

beforeAll(async () => {
  await startForTest();
});

test('a clone and a cast to the same dtype outlive their original, and nothing is left behind', ({ expect }) => {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  const original = tf.tensor1d([1, -2, 3]);
  const copies = [tf.clone(original), tf.cast(original, 'float32'), tf.clone(tf.variable(original, false))];
  expect(copies.map(({ dataId }) => dataId === original.dataId)).toEqual([true, true, true]);
  original.dispose();
  for (const copy of copies) expect([...copy.dataSync()]).toEqual([1, -2, 3]);
  tf.dispose(copies);
  tf.disposeVariables();
  expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
});

test('a clone keeps its values when its variable is assigned others', ({ expect }) => {
  const variable = tf.variable(tf.tensor1d([1, 2]));
  const copy = tf.clone(variable);
  variable.assign(tf.tensor1d([3, 4]));
  expect([...copy.dataSync()]).toEqual([1, 2]);
  expect([...variable.dataSync()]).toEqual([3, 4]);
  tf.dispose([copy, variable]);
});

test('a cast to another dtype makes new values', ({ expect }) => {
  const original = tf.tensor1d([1.5, -2.5, 0]);
  const ints = tf.cast(original, 'int32');
  expect([...ints.dataSync()]).toEqual([1, -2, 0]);
  expect([...original.dataSync()]).toEqual([1.5, -2.5, 0]);
  tf.dispose([original, ints]);
});
