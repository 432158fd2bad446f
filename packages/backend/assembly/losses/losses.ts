import { exp4, sigmoid4 } from '../math/exp';
import { log1p4, log4 } from '../math/log';
import { load4, store4 } from '../memory/lanes';
import { rowMaximum, softmaxRow } from '../softmax/softmax';

/** Codes of the losses, as src/ numbers them. */
export const BINARY_CROSSENTROPY = 0;
export const CATEGORICAL_CROSSENTROPY = 1;
export const MEAN_SQUARED_ERROR = 2;
export const MEAN_ABSOLUTE_ERROR = 3;

/** Losses element by element: [count] logits, targets → losses and their derivatives times `scale`. */
// @ts-ignore: decorator
@inline
function elements(
  SINGLE: bool,
  LOSS: i32,
  from: i32,
  to: i32,
  z: usize,
  y: usize,
  scale: f32,
  losses: usize,
  delta: usize,
): void {
  const zero = f32x4.splat(0);
  const factor = f32x4.splat(LOSS == MEAN_SQUARED_ERROR ? 2 * scale : scale);
  const stride = SINGLE ? 1 : 4;
  for (let i = from; i < to; i += stride) {
    const at: usize = i << 2;
    const logit = load4(SINGLE, z + at);
    const target = load4(SINGLE, y + at);
    if (LOSS == BINARY_CROSSENTROPY) {
      // max(z, 0) - z y + ln(1 + e^-|z|): never overflows, never takes ln 0.
      const linear = f32x4.sub(f32x4.max(logit, zero), f32x4.mul(logit, target));
      const bend = log1p4(exp4(f32x4.neg(f32x4.abs(logit))));
      store4(SINGLE, losses + at, f32x4.add(linear, bend));
      store4(SINGLE, delta + at, f32x4.mul(f32x4.sub(sigmoid4(logit), target), factor));
    } else {
      const error = f32x4.sub(logit, target);
      if (LOSS == MEAN_SQUARED_ERROR) {
        store4(SINGLE, losses + at, f32x4.mul(error, error));
        store4(SINGLE, delta + at, f32x4.mul(error, factor));
      } else {
        // The sign of the error, 0 where there is none: a comparison fills its lane with ones.
        const above = v128.and(f32x4.gt(error, zero), factor);
        const below = v128.and(f32x4.lt(error, zero), factor);
        store4(SINGLE, losses + at, f32x4.abs(error));
        store4(SINGLE, delta + at, f32x4.sub(above, below));
      }
    }
  }
}

/** -ln (e^z_code / Σ e^z), and the derivative times `scale`. A code outside the columns stands for no class: all zeros. */
function categorical(
  rows: i32,
  columns: i32,
  z: usize,
  codes: usize,
  scale: f32,
  losses: usize,
  delta: usize,
): void {
  const row = <usize>columns << 2;
  const factor = f32x4.splat(scale);
  const whole = columns & ~3;
  for (let i = 0; i < rows; i++, z += row, delta += row) {
    const largest = rowMaximum(columns, z);
    const sum = softmaxRow(columns, z, largest, delta);
    const value = load<f32>(codes + (i << 2));
    const code = <i32>value;
    const known = code >= 0 && code < columns;
    // Where no class is known, the loss counts from the largest logit, as with targets of zeros.
    const gap = known ? largest - load<f32>(z + (code << 2)) : 0;
    const loss = gap + f32x4.extract_lane(log4(f32x4.splat(sum)), 0);
    // What is no whole number is no code: training on it must not look well.
    store<f32>(losses + (i << 2), value == floor(value) ? loss : f32.NaN);
    if (known) store<f32>(delta + (code << 2), load<f32>(delta + (code << 2)) - 1);
    for (let j = 0; j < whole; j += 4) v128.store(delta + (j << 2), f32x4.mul(v128.load(delta + (j << 2)), factor));
    for (let j = whole; j < columns; j++) store<f32>(delta + (j << 2), load<f32>(delta + (j << 2)) * scale);
  }
}

/**
 * A loss of each row from its logits, and its derivative by them, in one pass.
 *
 * @param loss a code above. All but the second are means over the columns.
 * @param z [rows, columns].
 * @param y [rows] class codes for categorical cross-entropy, else [rows, columns]; float32.
 * @param scale what the derivatives are multiplied by: 1 / rows for the mean over a batch.
 * @param losses [rows, columns] of room; the first [rows] hold the result.
 * @param delta [rows, columns]: derivatives. May be `z`, categorical cross-entropy excepted.
 */
export function lossAndGradient(
  loss: i32,
  rows: i32,
  columns: i32,
  z: usize,
  y: usize,
  scale: f32,
  losses: usize,
  delta: usize,
): void {
  if (loss == CATEGORICAL_CROSSENTROPY) {
    categorical(rows, columns, z, y, scale, losses, delta);
    return;
  }
  const count = rows * columns;
  const whole = count & ~3;
  const share = scale / <f32>columns;
  if (loss == BINARY_CROSSENTROPY) {
    elements(false, BINARY_CROSSENTROPY, 0, whole, z, y, share, losses, delta);
    elements(true, BINARY_CROSSENTROPY, whole, count, z, y, share, losses, delta);
  } else if (loss == MEAN_SQUARED_ERROR) {
    elements(false, MEAN_SQUARED_ERROR, 0, whole, z, y, share, losses, delta);
    elements(true, MEAN_SQUARED_ERROR, whole, count, z, y, share, losses, delta);
  } else {
    elements(false, MEAN_ABSOLUTE_ERROR, 0, whole, z, y, share, losses, delta);
    elements(true, MEAN_ABSOLUTE_ERROR, whole, count, z, y, share, losses, delta);
  }
  if (columns == 1) return;
  for (let i = 0, from = losses; i < rows; i++) {
    let sum: f32 = 0;
    for (let j = 0; j < columns; j++, from += 4) sum += load<f32>(from);
    store<f32>(losses + (i << 2), sum / <f32>columns);
  }
}
