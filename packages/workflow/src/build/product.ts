import { tf } from '@stepwell/backend';

/**
 * The matrix product, with a gradient that multiplies transposed copies.
 *
 * tfjs's own gradient asks the WASM backend for products with one side transposed. They take a path of that backend
 * that is many times slower than transposing first.
 *
 * @param x [rows, inputs].
 * @param kernel [inputs, units].
 * @returns [rows, units].
 */
export function product(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  const withGradient = tf.customGrad((a, b, save) => {
    if (!(a instanceof tf.Tensor) || !(b instanceof tf.Tensor) || typeof save !== 'function') {
      throw new TypeError('unexpected arguments');
    }
    save([a, b]);
    return {
      value: tf.matMul(a, b),
      gradFunc: (dy: tf.Tensor, [savedA, savedB]: tf.Tensor[]) => [
        tf.matMul(dy, tf.transpose(savedB!)),
        tf.matMul(tf.transpose(savedA!), dy),
      ],
    };
  });
  return withGradient(x, kernel);
}
