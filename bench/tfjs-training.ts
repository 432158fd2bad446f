import { convolve as convolveInOnePass, convolveAndPool, tf } from '@stepwell/backend';
import { caseNamed, IMAGE_SIDE, weightShapes, type BenchCase } from './cases.ts';
import { denseRows, initialWeights, sparseRows, targets } from './numbers.ts';
import type { Training } from './training.ts';

/**
 * Training as a user of TensorFlow.js writes it: ops, `tf.variableGrads` and an optimizer. Text goes in as dense
 * multi-hot rows.
 *
 * @param onePass whether convolutions take bias, activation and pooling along, as our own training has them.
 * @param makeOptimizer called anew whenever the weights go back.
 */
export function tfjsTraining(caseName: string | null, makeOptimizer: () => tf.Optimizer, onePass = false): Training {
  const one = caseNamed(caseName);
  const initial = initialWeights(one);
  const variables = weightShapes(one).map((shape, i) => tf.tidy(() => tf.variable(tf.tensor(initial[i]!, shape))));
  const x = inputsOf(one);
  const y = targetsOf(one);
  let optimizer = makeOptimizer();
  const step = (): number =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => lossOf(one, variables, x, y, onePass), variables);
      optimizer.applyGradients(grads);
      return value.dataSync()[0]!;
    });
  return {
    reset() {
      optimizer.dispose();
      optimizer = makeOptimizer();
      variables.forEach((variable, i) => tf.tidy(() => variable.assign(tf.tensor(initial[i]!, variable.shape))));
    },
    train(steps) {
      let loss = Number.NaN;
      for (let i = 0; i < steps; i++) loss = step();
      return loss;
    },
  };
}

function lossOf(one: BenchCase, variables: tf.Variable[], x: tf.Tensor, y: tf.Tensor, onePass: boolean): tf.Scalar {
  const { batchSize, filters, units, loss } = one;
  const kernels = variables.slice(2 * filters.length);
  let h = filters.length > 0 ? tf.reshape(convolve(x, variables, filters.length, onePass), [batchSize, -1]) : x;
  for (let i = 0; i < units.length; i++) {
    h = tf.add(tf.matMul(h, kernels[2 * i]!), kernels[2 * i + 1]!);
    if (i < units.length - 1) h = tf.relu(h);
  }
  switch (loss) {
    case 'mean-squared-error':
      return tf.mean(tf.squaredDifference(h, y));
    case 'mean-absolute-error':
      return tf.mean(tf.abs(tf.sub(h, y)));
    case 'binary-crossentropy':
      return tf.losses.sigmoidCrossEntropy(y, h);
    case 'categorical-crossentropy':
      return tf.losses.softmaxCrossEntropy(y, h);
  }
}

function convolve(x: tf.Tensor, variables: tf.Variable[], count: number, onePass: boolean): tf.Tensor4D {
  let h = rank4(x);
  for (let i = 0; i < count; i++) {
    const [filter, bias] = [rank4(variables[2 * i]!), variables[2 * i + 1]!];
    if (onePass && i < count - 1) {
      h = convolveAndPool(h, filter, bias, { padding: 'valid', activation: 'relu' });
      continue;
    }
    h = onePass
      ? convolveInOnePass(h, filter, bias, { padding: 'valid', activation: 'relu' })
      : tf.relu(tf.add(tf.conv2d(h, filter, 1, 'valid'), bias));
    if (i < count - 1) h = tf.maxPool(h, 2, 2, 'valid');
  }
  return h;
}

function rank4(tensor: tf.Tensor): tf.Tensor4D {
  if (!isRank4(tensor)) throw new TypeError(`a convolution takes four dimensions, not ${tensor.rank}`);
  return tensor;
}

function isRank4(tensor: tf.Tensor): tensor is tf.Tensor4D {
  return tensor.rank === 4;
}

function inputsOf(one: BenchCase): tf.Tensor {
  const { batchSize, inputs, filters, idsPerRow } = one;
  if (filters.length > 0) return tf.tensor4d(denseRows(one), [batchSize, IMAGE_SIDE, IMAGE_SIDE, 1]);
  if (idsPerRow === 0) return tf.tensor2d(denseRows(one), [batchSize, inputs]);
  const { start, ids } = sparseRows(one);
  const values = new Float32Array(batchSize * inputs);
  for (let row = 0; row < batchSize; row++) {
    for (const id of ids.subarray(start[row], start[row + 1])) values[row * inputs + id] = 1;
  }
  return tf.tensor2d(values, [batchSize, inputs]);
}

function targetsOf(one: BenchCase): tf.Tensor {
  const y = targets(one);
  if (one.loss !== 'categorical-crossentropy') return tf.tensor2d(y, [one.batchSize, 1]);
  return tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(y), 'int32'), one.units.at(-1)!), 'float32'));
}
