const RHO = 0.9;
const EPSILON = 1e-7;

/**
 * One update of RMSprop, in place:
 * `slot = rho slot + (1 - rho) g²`, `weight -= learningRate g / sqrt(slot + epsilon)`.
 * Each stored number is rounded to float32 once; nothing but + - * / and sqrt, so every engine gets the same bits.
 *
 * @param weight [n], float32.
 * @param slot [n], float32: the running mean of squared gradients; zeros at first.
 * @param gradient [n], float32.
 * @param l2 adds `2 l2 weight` to the gradient, the derivative of `l2 * sum(weight²)`.
 * @see Hinton, Neural Networks for Machine Learning, lecture 6e; rho 0.9 and epsilon 1e-7 as Keras
 */
export function rmsprop(
  weight: Float32Array,
  slot: Float32Array,
  gradient: Float32Array,
  learningRate: number,
  l2: number,
): void {
  for (let i = 0; i < weight.length; i++) {
    const g = gradient[i]! + 2 * l2 * weight[i]!;
    const mean = RHO * slot[i]! + (1 - RHO) * g * g;
    slot[i] = mean;
    weight[i] = weight[i]! - (learningRate * g) / Math.sqrt(mean + EPSILON);
  }
}
