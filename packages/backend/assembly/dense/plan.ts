/**
 * The plan of a stack of layers: what src/dense-stack/plan.ts lays out in memory, field by field of four bytes, and
 * `train` and `evaluate` walk. Offsets point to float32 unless told otherwise.
 */
// @ts-ignore: decorator
@unmanaged
export class Plan {
  /** How many layers, and where they stand. */
  layers: i32;
  layer: usize;
  /** Width of a row, and of the last layer. */
  inputs: i32;
  outputs: i32;
  /** Rows that the workspace has room for. */
  capacity: i32;
  loss: i32;
  /** 1: the targets are class codes, one a row; 0: [rows, outputs]. */
  codes: i32;
  /** Bytes of an id; 0: the rows are dense. */
  idBytes: i32;
  /** Dense: [all rows, inputs]. Sparse: the ids. */
  x: usize;
  /** Sparse: [all rows + 1] int32. */
  start: usize;
  /** [all rows] codes or [all rows, outputs]. */
  y: usize;
  /** An `Optimizer`. */
  optimizer: usize;
  /** Four words that key the dropout masks. */
  key: usize;
  /** Dense: [capacity, inputs], the rows of a batch. Sparse: [capacity] int32, how far each row's ids have been used. */
  batch: usize;
  /** [capacity] or [capacity, outputs]: their targets. */
  target: usize;
  /** [capacity, outputs]: losses of single rows, with room to sum them. */
  rowLoss: usize;
  /** Two of [capacity, widest]: derivatives by a layer's output, and by its input. */
  delta: usize;
  otherDelta: usize;
  /** What gemm and the masks want. */
  scratch: usize;
  /** The first dense layer's inputs that are not zero, see skip-zeros.ts; 0 where listing them never pays. */
  nonzeros: usize;
  /** Whether those of the present batch are listed. */
  listed: i32;
}

/** A layer. Dense layers use all fields but `mask` and `rate`; dropout layers `inputs`, `output`, `mask`, `rate`. */
// @ts-ignore: decorator
@unmanaged
export class Layer {
  /** 0 dense, 1 dropout. */
  kind: i32;
  inputs: i32;
  units: i32;
  activation: i32;
  /**
   * [inputs, units] and [units], with their gradients and slots. The kernel of sparse rows has the gradient of only
   * `gradientRows` rows at a time.
   */
  kernel: usize;
  bias: usize;
  kernelGradient: usize;
  biasGradient: usize;
  kernelSlot0: usize;
  kernelSlot1: usize;
  biasSlot0: usize;
  biasSlot1: usize;
  l1: f32;
  l2: f32;
  /** [capacity, units]. */
  output: usize;
  /** [capacity, units]. */
  mask: usize;
  rate: f32;
  /** Which layer this is: part of the masks' counters. */
  index: i32;
}

/** Bytes of a layer. */
export const LAYER_BYTES: usize = 72;

export const DENSE = 0;
export const DROPOUT = 1;

// @ts-ignore: decorator
@inline
export function layerAt(plan: Plan, i: i32): Layer {
  return changetype<Layer>(plan.layer + <usize>i * LAYER_BYTES);
}

/** Whether any weights below layer i wait for derivatives. */
export function hasDenseBelow(plan: Plan, i: i32): bool {
  for (let below = i - 1; below >= 0; below--) if (layerAt(plan, below).kind != DROPOUT) return true;
  return false;
}
