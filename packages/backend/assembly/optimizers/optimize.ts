import { load4, store4 } from '../memory/lanes';

/** An optimizer's settings, as src/optimizer-settings.ts lays them out. */
// @ts-ignore: decorator
@unmanaged
export class Optimizer {
  /** 0 sgd, 1 rmsprop, 2 adam. */
  kind: f64;
  learningRate: f64;
  /** rmsprop: rho. adam: beta 1. */
  decay: f64;
  /** adam: beta 2. */
  secondDecay: f64;
  /** sgd, rmsprop. */
  momentum: f64;
  epsilon: f64;
  /** sgd: 1 for Nesterov's. */
  nesterov: f64;
}

/** beta^t by squaring: the same products in every engine. */
function power(beta: f64, t: i32): f64 {
  let result: f64 = 1;
  for (let square = beta; t > 0; t >>= 1, square *= square) if (t & 1) result *= square;
  return result;
}

/** The gradient with its penalties: `g + 2 l2 w + l1 sign(w)`. */
// @ts-ignore: decorator
@inline
function penalised(PENALTY: bool, g: v128, w: v128, l1: v128, twoL2: v128): v128 {
  if (!PENALTY) return g;
  const zero = f32x4.splat(0);
  const sign = v128.or(v128.and(w, f32x4.splat(-0.0)), f32x4.splat(1));
  const signed = v128.and(f32x4.mul(sign, l1), f32x4.ne(w, zero));
  return f32x4.add(f32x4.add(g, f32x4.mul(w, twoL2)), signed);
}

/** `slot = rho slot + (1 - rho) g²; step = learningRate g / sqrt(slot + epsilon)`. */
// @ts-ignore: decorator
@inline
function rmsprop(
  SINGLE: bool,
  PENALTY: bool,
  MOMENTUM: bool,
  o: Optimizer,
  w: usize,
  g: usize,
  squares: usize,
  moments: usize,
  from: i32,
  to: i32,
  l1: v128,
  twoL2: v128,
): void {
  const rho = f32x4.splat(<f32>o.decay);
  const rest = f32x4.splat(<f32>(1 - o.decay));
  const rate = f32x4.splat(<f32>o.learningRate);
  const epsilon = f32x4.splat(<f32>o.epsilon);
  const momentum = f32x4.splat(<f32>o.momentum);
  const stride = SINGLE ? 1 : 4;
  for (let i = from; i < to; i += stride) {
    const at: usize = i << 2;
    const weight = load4(SINGLE, w + at);
    const gradient = penalised(PENALTY, load4(SINGLE, g + at), weight, l1, twoL2);
    const old = f32x4.mul(rho, load4(SINGLE, squares + at));
    const slot = f32x4.add(old, f32x4.mul(rest, f32x4.mul(gradient, gradient)));
    store4(SINGLE, squares + at, slot);
    let step = f32x4.div(f32x4.mul(rate, gradient), f32x4.sqrt(f32x4.add(slot, epsilon)));
    if (MOMENTUM) {
      step = f32x4.add(f32x4.mul(momentum, load4(SINGLE, moments + at)), step);
      store4(SINGLE, moments + at, step);
    }
    store4(SINGLE, w + at, f32x4.sub(weight, step));
  }
}

/** `velocity = momentum velocity - learningRate g; w += velocity`, or Nesterov's `w += momentum velocity - learningRate g`. */
// @ts-ignore: decorator
@inline
function sgd(
  SINGLE: bool,
  MOMENTUM: bool,
  o: Optimizer,
  w: usize,
  g: usize,
  velocities: usize,
  from: i32,
  to: i32,
  l1: v128,
  twoL2: v128,
): void {
  const rate = f32x4.splat(<f32>o.learningRate);
  const momentum = f32x4.splat(<f32>o.momentum);
  const nesterov = o.nesterov != 0;
  const stride = SINGLE ? 1 : 4;
  for (let i = from; i < to; i += stride) {
    const at: usize = i << 2;
    const weight = load4(SINGLE, w + at);
    const step = f32x4.mul(rate, penalised(true, load4(SINGLE, g + at), weight, l1, twoL2));
    if (MOMENTUM) {
      const velocity = f32x4.sub(f32x4.mul(momentum, load4(SINGLE, velocities + at)), step);
      store4(SINGLE, velocities + at, velocity);
      const moved = nesterov ? f32x4.sub(f32x4.mul(momentum, velocity), step) : velocity;
      store4(SINGLE, w + at, f32x4.add(weight, moved));
    } else {
      store4(SINGLE, w + at, f32x4.sub(weight, step));
    }
  }
}

/** `m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²; w -= alpha m / (sqrt(v) + epsilon)`, alpha corrected for its start. */
// @ts-ignore: decorator
@inline
function adam(
  SINGLE: bool,
  o: Optimizer,
  alpha: v128,
  w: usize,
  g: usize,
  means: usize,
  squares: usize,
  from: i32,
  to: i32,
  l1: v128,
  twoL2: v128,
): void {
  const b1 = f32x4.splat(<f32>o.decay);
  const rest1 = f32x4.splat(<f32>(1 - o.decay));
  const b2 = f32x4.splat(<f32>o.secondDecay);
  const rest2 = f32x4.splat(<f32>(1 - o.secondDecay));
  const epsilon = f32x4.splat(<f32>o.epsilon);
  const stride = SINGLE ? 1 : 4;
  for (let i = from; i < to; i += stride) {
    const at: usize = i << 2;
    const weight = load4(SINGLE, w + at);
    const gradient = penalised(true, load4(SINGLE, g + at), weight, l1, twoL2);
    const mean = f32x4.add(f32x4.mul(b1, load4(SINGLE, means + at)), f32x4.mul(rest1, gradient));
    const old = f32x4.mul(b2, load4(SINGLE, squares + at));
    const square = f32x4.add(old, f32x4.mul(rest2, f32x4.mul(gradient, gradient)));
    store4(SINGLE, means + at, mean);
    store4(SINGLE, squares + at, square);
    const step = f32x4.div(f32x4.mul(alpha, mean), f32x4.add(f32x4.sqrt(square), epsilon));
    store4(SINGLE, w + at, f32x4.sub(weight, step));
  }
}

/**
 * One update of `count` weights and their slots in place, float32, in one pass.
 *
 * @param optimizer an `Optimizer`.
 * @param update how many updates came before this one: adam corrects by it.
 * @param slot0 rmsprop: mean squares. adam: means. sgd: velocities, unused without momentum.
 * @param slot1 rmsprop: moments, unused without momentum. adam: mean squares.
 * @param l1 factor of the sum of sizes, @param l2 factor of the sum of squares that the loss is charged.
 * @see Hinton, Neural Networks for Machine Learning, lecture 6e; Kingma, Ba: Adam (2015); the conventions of Keras
 */
export function optimize(
  optimizer: usize,
  update: i32,
  count: i32,
  w: usize,
  g: usize,
  slot0: usize,
  slot1: usize,
  l1: f32,
  l2: f32,
): void {
  const o = changetype<Optimizer>(optimizer);
  const whole = count & ~3;
  const one = f32x4.splat(l1);
  const two = f32x4.splat(2 * l2);
  if (o.kind == 1) {
    const penalty = l1 != 0 || l2 != 0;
    if (o.momentum != 0) {
      rmsprop(false, true, true, o, w, g, slot0, slot1, 0, whole, one, two);
      rmsprop(true, true, true, o, w, g, slot0, slot1, whole, count, one, two);
    } else if (penalty) {
      rmsprop(false, true, false, o, w, g, slot0, slot1, 0, whole, one, two);
      rmsprop(true, true, false, o, w, g, slot0, slot1, whole, count, one, two);
    } else {
      rmsprop(false, false, false, o, w, g, slot0, slot1, 0, whole, one, two);
      rmsprop(true, false, false, o, w, g, slot0, slot1, whole, count, one, two);
    }
  } else if (o.kind == 2) {
    const t = update + 1;
    const corrected = (o.learningRate * sqrt(1 - power(o.secondDecay, t))) / (1 - power(o.decay, t));
    const alpha = f32x4.splat(<f32>corrected);
    adam(false, o, alpha, w, g, slot0, slot1, 0, whole, one, two);
    adam(true, o, alpha, w, g, slot0, slot1, whole, count, one, two);
  } else if (o.momentum != 0) {
    sgd(false, true, o, w, g, slot0, 0, whole, one, two);
    sgd(true, true, o, w, g, slot0, whole, count, one, two);
  } else {
    sgd(false, false, o, w, g, slot0, 0, whole, one, two);
    sgd(true, false, o, w, g, slot0, whole, count, one, two);
  }
}
