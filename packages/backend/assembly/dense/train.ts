import { activate } from '../activations/activate';
import { CATEGORICAL_CROSSENTROPY, lossAndGradient } from '../losses/losses';
import { copyFloats } from '../memory/lanes';
import { softmax } from '../softmax/softmax';
import { backward } from './backward';
import { forward, gatherRows } from './forward';
import { DENSE, Layer, layerAt, Plan } from './plan';

/**
 * Trains on minibatches of an epoch, one after another: forward, loss, backward, update.
 *
 * @param at a `Plan`.
 * @param order [rows] int32: the epoch's rows in the order they are seen; minibatch b has those from `b batchSize` on.
 * @param first which minibatch to begin with, @param count how many.
 * @param position minibatches of this fit before the first one: keys dropout, counts updates.
 * @param losses [count] float64: the mean loss of each, penalties not included.
 * @returns minibatches done: fewer than `count` when a loss was not finite; that one counts as done.
 */
export function train(
  at: usize,
  order: usize,
  rows: i32,
  batchSize: i32,
  first: i32,
  count: i32,
  position: i32,
  losses: usize,
): i32 {
  const plan = changetype<Plan>(at);
  for (let b = 0; b < count; b++) {
    const from = (first + b) * batchSize;
    const size = min(batchSize, rows - from);
    const batch = order + (<usize>from << 2);
    gatherRows(plan, size, batch);
    const logits = forward(plan, size, batch, position + b);
    const scale: f32 = 1.0 / <f32>size;
    lossAndGradient(plan.loss, size, plan.outputs, logits, plan.target, scale, plan.rowLoss, plan.delta);
    let sum: f64 = 0;
    for (let i = 0; i < size; i++) sum += <f64>load<f32>(plan.rowLoss + (i << 2));
    const loss = sum / <f64>size;
    store<f64>(losses + (b << 3), loss);
    backward(plan, size, batch, position + b);
    if (!isFinite(loss)) return b + 1;
  }
  return count;
}

/**
 * Outputs and losses of rows, as they come out when not training. No row's result depends on the others.
 *
 * @param at a `Plan`.
 * @param order [rows] int32.
 * @param outputs [rows, outputs], after the last activation.
 * @param losses [rows].
 */
export function evaluate(at: usize, order: usize, rows: i32, outputs: usize, losses: usize): void {
  const plan = changetype<Plan>(at);
  const columns = plan.outputs;
  for (let from = 0; from < rows; from += plan.capacity) {
    const size = min(plan.capacity, rows - from);
    const batch = order + (<usize>from << 2);
    gatherRows(plan, size, batch);
    const logits = forward(plan, size, batch, -1);
    lossAndGradient(plan.loss, size, columns, logits, plan.target, 1, plan.rowLoss, plan.delta);
    copyFloats(size, plan.rowLoss, losses + (<usize>from << 2));
    const to = outputs + (<usize>(from * columns) << 2);
    if (plan.loss == CATEGORICAL_CROSSENTROPY) {
      softmax(size, columns, logits, to);
    } else {
      copyFloats(size * columns, logits, to);
      activate(last(plan).activation, 0, size * columns, to);
    }
  }
}

/** The last dense layer. */
function last(plan: Plan): Layer {
  for (let i = plan.layers - 1; i > 0; i--) if (layerAt(plan, i).kind == DENSE) return layerAt(plan, i);
  return layerAt(plan, 0);
}
