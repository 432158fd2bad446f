import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { startForTest, values } from '../testing/against-cpu.ts';

// In Node only: the service's heap in workerd is smaller than these 80 MB.
test('the mean of twenty million ones is 1', async ({ expect }) => {
  await startForTest();
  const ones = tf.ones([20_000_000]);
  expect([...values(() => tf.mean(ones))]).toEqual([1]);
  ones.dispose();
});
