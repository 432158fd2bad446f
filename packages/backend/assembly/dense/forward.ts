import { activate } from '../activations/activate';
import { gemm } from '../gemm/gemm';
import { copyFloats } from '../memory/lanes';
import { dropoutMask } from '../random/dropout';
import { multiHotProduct } from '../sparse/multi-hot';
import { listNonzeros, skipZeros } from '../sparse/skip-zeros';
import { DROPOUT, hasDenseBelow, Layer, layerAt, Plan } from './plan';
import { fillRows } from './product';

/** Gathers the rows `order[0 … rows - 1]` and their targets. Sparse rows stay where they are. */
export function gatherRows(plan: Plan, rows: i32, order: usize): void {
  const width = plan.inputs;
  const targets = plan.codes ? 1 : plan.outputs;
  for (let i = 0; i < rows; i++) {
    const row = load<i32>(order + (i << 2));
    if (plan.idBytes == 0) copyFloats(width, plan.x + ((row * width) << 2), plan.batch + ((i * width) << 2));
    copyFloats(targets, plan.y + ((row * targets) << 2), plan.target + ((i * targets) << 2));
  }
}

/** The outputs of all layers but the last one's activation. `position` is the minibatch when training, -1 otherwise. */
export function forward(plan: Plan, rows: i32, order: usize, position: i32): usize {
  let input = plan.batch;
  for (let i = 0; i < plan.layers; i++) {
    const layer = layerAt(plan, i);
    if (layer.kind == DROPOUT) {
      if (position >= 0) input = drop(plan, layer, rows, position, input);
      continue;
    }
    dense(plan, layer, i, rows, order, input);
    if (i < plan.layers - 1) activate(layer.activation, 0, rows * layer.units, layer.output);
    input = layer.output;
  }
  return input;
}

// @ts-ignore: decorator
@inline
function dense(plan: Plan, layer: Layer, i: i32, rows: i32, order: usize, input: usize): void {
  fillRows(rows, layer.units, layer.bias, layer.output);
  if (i == 0 && plan.idBytes != 0) {
    multiHotProduct(rows, layer.units, order, plan.start, plan.x, plan.idBytes, layer.kernel, layer.output);
    return;
  }
  if (plan.nonzeros != 0 && !hasDenseBelow(plan, i)) {
    plan.listed = listNonzeros(rows, layer.units, layer.inputs, input, plan.nonzeros);
    if (plan.listed) {
      skipZeros(rows, layer.units, layer.inputs, input, plan.nonzeros, layer.kernel, layer.output, plan.scratch);
      return;
    }
  }
  const row = <usize>layer.units << 2;
  const depth = <usize>layer.inputs << 2;
  gemm(rows, layer.units, layer.inputs, input, depth, 4, layer.kernel, row, 4, layer.output, row, plan.scratch);
}

// @ts-ignore: decorator
@inline
function drop(plan: Plan, layer: Layer, rows: i32, position: i32, input: usize): usize {
  const count = rows * layer.inputs;
  dropoutMask(count, layer.rate, plan.key, layer.index, position, layer.mask, plan.scratch);
  multiply(count, input, layer.mask, layer.output);
  return layer.output;
}

/** `to = a b`, [count]. `to` may be either. */
export function multiply(count: i32, a: usize, b: usize, to: usize): void {
  const whole: usize = (count & ~3) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(to + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  for (const end = <usize>count << 2; at < end; at += 4) store<f32>(to + at, load<f32>(a + at) * load<f32>(b + at));
}
