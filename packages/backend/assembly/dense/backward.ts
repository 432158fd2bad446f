import { activationGradient } from '../activations/activate';
import { gemm } from '../gemm/gemm';
import { optimize } from '../optimizers/optimize';
import { columnSums } from '../reduce/column-sums';
import { gradientRows, multiHotGradientBlock } from '../sparse/multi-hot';
import { skipZerosTransposed } from '../sparse/skip-zeros';
import { multiply } from './forward';
import { DROPOUT, hasDenseBelow, Layer, layerAt, Plan } from './plan';

/**
 * From the derivatives by the logits in `plan.delta` down to the first layer: each dense layer's gradients, then, once
 * nothing below needs its old weights, its update.
 *
 * @param update how many updates came before.
 */
export function backward(plan: Plan, rows: i32, order: usize, update: i32): void {
  let delta = plan.delta;
  let other = plan.otherDelta;
  for (let i = plan.layers - 1; i >= 0; i--) {
    const layer = layerAt(plan, i);
    if (layer.kind == DROPOUT) {
      multiply(rows * layer.inputs, delta, layer.mask, delta);
      continue;
    }
    // The loss has already passed the last activation.
    if (i < plan.layers - 1) activationGradient(layer.activation, rows * layer.units, layer.output, delta, delta);
    if (i == 0 && plan.idBytes != 0) {
      updateSparse(plan, layer, rows, order, delta, update);
      return;
    }
    gradients(plan, layer, i, rows, delta);
    if (hasDenseBelow(plan, i)) {
      inputGradient(plan, layer, rows, delta, other);
      const kept = delta;
      delta = other;
      other = kept;
    }
    apply(plan, layer, update);
  }
}

// @ts-ignore: decorator
@inline
function gradients(plan: Plan, layer: Layer, i: i32, rows: i32, delta: usize): void {
  const units = layer.units;
  const row = <usize>units << 2;
  columnSums(rows, units, delta, layer.biasGradient);
  memory.fill(layer.kernelGradient, 0, <usize>layer.inputs * row);
  const input = inputOf(plan, i);
  if (plan.listed && !hasDenseBelow(plan, i)) {
    const list = plan.nonzeros;
    skipZerosTransposed(rows, units, layer.inputs, input, list, delta, layer.kernelGradient, plan.scratch);
    return;
  }
  const step = <usize>layer.inputs << 2;
  gemm(layer.inputs, units, rows, input, 4, step, delta, row, 4, layer.kernelGradient, row, plan.scratch);
}

/** What went into layer i when training. */
// @ts-ignore: decorator
@inline
function inputOf(plan: Plan, i: i32): usize {
  return i == 0 ? plan.batch : layerAt(plan, i - 1).output;
}

// @ts-ignore: decorator
@inline
function inputGradient(plan: Plan, layer: Layer, rows: i32, delta: usize, to: usize): void {
  const inputs = layer.inputs;
  const row = <usize>layer.units << 2;
  memory.fill(to, 0, (rows * inputs) << 2);
  gemm(rows, inputs, layer.units, delta, row, 4, layer.kernel, 4, row, to, <usize>inputs << 2, plan.scratch);
}

/** The first layer on sparse rows: gradient and update of so many of the kernel's rows at a time. */
// @ts-ignore: decorator
@inline
function updateSparse(plan: Plan, layer: Layer, rows: i32, order: usize, delta: usize, update: i32): void {
  const units = layer.units;
  columnSums(rows, units, delta, layer.biasGradient);
  const block = gradientRows(layer.inputs, units);
  for (let from = 0; from < layer.inputs; from += block) {
    const to = min(from + block, layer.inputs);
    multiHotGradientBlock(
      from,
      to,
      layer.inputs,
      rows,
      units,
      order,
      plan.start,
      plan.x,
      plan.idBytes,
      delta,
      plan.batch,
      layer.kernelGradient,
    );
    applyKernel(plan, layer, from * units, (to - from) * units, update);
  }
  applyBias(plan, layer, update);
}

// @ts-ignore: decorator
@inline
function apply(plan: Plan, layer: Layer, update: i32): void {
  applyKernel(plan, layer, 0, layer.inputs * layer.units, update);
  applyBias(plan, layer, update);
}

/** Updates `count` of a kernel's weights from `from` on; the gradient is that of these alone. */
// @ts-ignore: decorator
@inline
function applyKernel(plan: Plan, layer: Layer, from: i32, count: i32, update: i32): void {
  const at = <usize>from << 2;
  optimize(
    plan.optimizer,
    update,
    count,
    layer.kernel + at,
    layer.kernelGradient,
    layer.kernelSlot0 + at,
    layer.kernelSlot1 + at,
    layer.l1,
    layer.l2,
  );
}

// @ts-ignore: decorator
@inline
function applyBias(plan: Plan, layer: Layer, update: i32): void {
  optimize(
    plan.optimizer,
    update,
    layer.units,
    layer.bias,
    layer.biasGradient,
    layer.biasSlot0,
    layer.biasSlot1,
    0,
    0,
  );
}
