import { ACTIVATION_CODES } from '../kernels/kernel-context.ts';
import type { Heap } from '../heap.ts';
import type { KernelModule } from '../kernels/kernel-module.ts';
import { encodeOptimizer, slotsPerWeight } from '../optimizer-settings.ts';
import { LOSS_CODES } from '../loss.ts';
import type { DenseStackOptions, StackLayer } from './options.ts';
import { LAYER_FIELDS, PLAN_FIELDS, writeFields, type LayerField, type PlanField } from './plan-fields.ts';

/** What dropoutMask wants. */
const MASK_WORDS_BYTES = 64;

/** Where a weight tensor stands on the heap, and how many values it has. */
interface Place {
  at: number;
  length: number;
}

/** A plan on the heap, with everything but the rows. */
export interface PlacedPlan {
  /** Of the `Plan`. */
  at: number;
  /** Kernel and bias of each dense layer, first to last. */
  weights: Place[];
  /** The slots of all weights: first slots first. */
  slots: Place[];
  outputs: number;
  /** Of the optimizer's settings. */
  optimizer: number;
  set(field: PlanField, value: number): void;
  /** Gives the heap back. */
  free(): void;
}

/** Takes room on the heap, in bytes; all zeros. */
type Reserve = (bytes: number) => number;

/**
 * Lays a stack out on the heap: settings, weights, slots, gradients, activations, scratch. Weights and slots are zeros.
 * Each has a region of its own: a wide model finds room between what else is there.
 *
 * @param capacity rows that go through at once.
 * @throws {BackendError} `heap_exhausted`, `bad_option`.
 */
export function placePlan(heap: Heap, kernels: KernelModule, options: DenseStackOptions, capacity: number): PlacedPlan {
  const optimizer = encodeOptimizer(options.optimizer);
  const forWhat = `a dense stack of ${describe(options)} at ${capacity} rows`;
  const regions: number[] = [];
  const free = (): void => regions.splice(0).forEach((region) => heap.free(region));
  const reserve: Reserve = (bytes) => {
    const region = heap.allocate(Math.max(4, bytes), forWhat);
    regions.push(region);
    new Uint8Array(heap.memory.buffer, region, bytes).fill(0);
    return region;
  };
  try {
    return { ...place(heap, kernels, options, capacity, optimizer, reserve), free };
  } catch (cause) {
    free();
    throw cause;
  }
}

function place(
  heap: Heap,
  kernels: KernelModule,
  options: DenseStackOptions,
  capacity: number,
  optimizer: Float64Array,
  reserve: Reserve,
): Omit<PlacedPlan, 'free'> {
  const widths = layerWidths(options);
  const outputs = widths.at(-1)!.units;
  const widest = Math.max(...widths.map(({ inputs, units }, i) => (i === 0 ? units : Math.max(inputs, units))));
  const weights: Place[] = [];
  const slots: Place[][] = [[], []];
  const layers = options.layers.map((layer, index) => {
    const width = widths[index]!;
    const output = reserve(capacity * width.units * 4);
    const common = { ...width, index, output };
    if (layer.kind === 'dropout') {
      return {
        ...common,
        kind: 1,
        index: layer.place ?? index,
        rate: layer.rate,
        mask: reserve(capacity * width.units * 4),
      };
    }
    const gradientRows =
      index === 0 && options.sparse === true ? kernels.gradientRows(width.inputs, width.units) : width.inputs;
    const numSlots = slotsPerWeight(options.optimizer);
    return { ...common, ...placeDense(layer, width, gradientRows, numSlots, weights, slots, reserve) };
  });
  const listed = nonzerosBytes(kernels, options, capacity);
  const layerAt = reserve(layers.length * LAYER_FIELDS.length * 4);
  const plan: Partial<Record<PlanField, number>> = {
    layers: layers.length,
    layer: layerAt,
    inputs: options.inputs,
    outputs,
    capacity,
    loss: LOSS_CODES[options.loss],
    codes: options.loss === 'categorical-crossentropy' ? 1 : 0,
    optimizer: reserve(optimizer.byteLength),
    key: reserve(16),
    batch: reserve(capacity * (options.sparse === true ? 1 : options.inputs) * 4),
    target: reserve(capacity * outputs * 4),
    rowLoss: reserve(capacity * outputs * 4),
    delta: reserve(capacity * widest * 4),
    otherDelta: reserve(capacity * widest * 4),
    scratch: reserve(scratchBytes(kernels, options, capacity)),
    nonzeros: listed === 0 ? 0 : reserve(listed),
  };
  const at = reserve(PLAN_FIELDS.length * 4);
  const { buffer } = heap.memory;
  writeFields(buffer, at, PLAN_FIELDS, plan);
  layers.forEach((fields, i) => writeFields(buffer, layerAt + i * LAYER_FIELDS.length * 4, LAYER_FIELDS, fields));
  // The optimizer's settings are doubles; every region starts at a multiple of 16.
  new Float64Array(buffer, plan.optimizer, optimizer.length).set(optimizer);
  new Int32Array(buffer, plan.key, 4).set(options.dropoutKey ?? [0, 0, 0, 0]);
  return {
    at,
    weights,
    slots: slots.flat(),
    outputs,
    optimizer: plan.optimizer!,
    set(field, value) {
      new Int32Array(heap.memory.buffer, at, PLAN_FIELDS.length)[PLAN_FIELDS.indexOf(field)] = value;
    },
  };
}

/** Kernel and bias with gradients and slots. @param gradientRows rows of the kernel whose gradient is held at a time. */
function placeDense(
  layer: Extract<StackLayer, { kind: 'dense' }>,
  { inputs, units }: { inputs: number; units: number },
  gradientRows: number,
  numSlots: number,
  weights: Place[],
  slots: Place[][],
  reserve: Reserve,
): Partial<Record<LayerField, number>> {
  const hold = (length: number, to: Place[]): number => {
    const at = reserve(length * 4);
    to.push({ at, length });
    return at;
  };
  const slot = (index: number, length: number): number => (index < numSlots ? hold(length, slots[index]!) : 0);
  return {
    // Softmax at the end is part of its loss.
    activation: ACTIVATION_CODES[layer.activation] ?? 0,
    l1: layer.l1 ?? 0,
    l2: layer.l2 ?? 0,
    kernel: hold(inputs * units, weights),
    bias: hold(units, weights),
    kernelGradient: reserve(gradientRows * units * 4),
    biasGradient: reserve(units * 4),
    kernelSlot0: slot(0, inputs * units),
    biasSlot0: slot(0, units),
    kernelSlot1: slot(1, inputs * units),
    biasSlot1: slot(1, units),
  };
}

function layerWidths(options: DenseStackOptions): { inputs: number; units: number }[] {
  let width = options.inputs;
  return options.layers.map((layer) => {
    const inputs = width;
    if (layer.kind === 'dense') width = layer.units;
    return { inputs, units: width };
  });
}

/** Room for the first dense layer's inputs that are not zero; 0 where rows are ids, or leaving out zeros never pays. */
function nonzerosBytes(kernels: KernelModule, options: DenseStackOptions, capacity: number): number {
  const first = options.layers.findIndex(({ kind }) => kind === 'dense');
  if (first === -1 || options.sparse === true) return 0;
  const { inputs, units } = layerWidths(options)[first]!;
  return kernels.nonzerosBytes(capacity, units, inputs) >>> 0;
}

/** The most that any product of a training step wants. */
function scratchBytes(kernels: KernelModule, options: DenseStackOptions, capacity: number): number {
  let mostOf = MASK_WORDS_BYTES;
  let denseBelow = false;
  layerWidths(options).forEach(({ inputs, units }, i) => {
    if (options.layers[i]!.kind !== 'dense') return;
    // A sparse first layer multiplies by other kernels, and nothing waits for its inputs' derivatives.
    if (i > 0 || options.sparse !== true) {
      mostOf = Math.max(
        mostOf,
        kernels.gemmScratch(capacity, units, inputs, false) >>> 0,
        kernels.gemmScratch(inputs, units, capacity, true) >>> 0,
      );
      if (!denseBelow && nonzerosBytes(kernels, options, capacity) > 0) {
        mostOf = Math.max(mostOf, kernels.skipScratch(capacity, units, inputs) >>> 0);
      }
    }
    if (denseBelow) mostOf = Math.max(mostOf, kernels.gemmScratch(capacity, inputs, units, false) >>> 0);
    denseBelow = true;
  });
  return mostOf;
}

function describe(options: DenseStackOptions): string {
  const units = options.layers.flatMap((layer) => (layer.kind === 'dense' ? [layer.units] : []));
  return [options.inputs, ...units].join('-');
}
