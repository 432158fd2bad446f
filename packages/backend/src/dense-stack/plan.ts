import { ACTIVATION_CODES } from '../kernels/kernel-context.ts';
import type { Heap } from '../heap.ts';
import type { KernelModule } from '../kernels/kernel-module.ts';
import { encodeOptimizer, OPTIMIZER_NUMBERS, slotsPerWeight } from '../optimizer-settings.ts';
import { LOSS_CODES } from '../loss.ts';
import type { DenseStackOptions } from './options.ts';

/** The fields of `Plan` and `Layer` in assembly/dense/plan.ts, in their order: four bytes each. */
const PLAN_FIELDS = [
  'layers',
  'layer',
  'inputs',
  'outputs',
  'capacity',
  'loss',
  'codes',
  'idBytes',
  'x',
  'start',
  'y',
  'optimizer',
  'key',
  'batch',
  'target',
  'rowLoss',
  'delta',
  'otherDelta',
  'scratch',
] as const;
const LAYER_FIELDS = [
  'kind',
  'inputs',
  'units',
  'activation',
  'kernel',
  'bias',
  'kernelGradient',
  'biasGradient',
  'kernelSlot0',
  'kernelSlot1',
  'biasSlot0',
  'biasSlot1',
  'l1',
  'l2',
  'output',
  'mask',
  'rate',
  'index',
] as const;
const FLOAT_FIELDS: ReadonlySet<string> = new Set(['l1', 'l2', 'rate']);

/** What dropoutMask wants. */
const MASK_WORDS_BYTES = 64;

type PlanField = (typeof PLAN_FIELDS)[number];
type LayerField = (typeof LAYER_FIELDS)[number];

/** Where a weight tensor stands on the heap, and how many values it has. */
interface Place {
  at: number;
  length: number;
}

/** A plan on the heap: one region that holds everything but the rows. */
export interface PlacedPlan {
  /** Of the `Plan`. */
  at: number;
  /** Of the whole region. */
  region: number;
  /** Kernel and bias of each dense layer, first to last. */
  weights: Place[];
  /** The slots of all weights: first slots first. */
  slots: Place[];
  outputs: number;
  set(field: PlanField, value: number): void;
}

/**
 * Lays a stack out on the heap: settings, weights, slots, gradients, activations, scratch. Weights and slots are zeros.
 *
 * @param capacity rows that go through at once.
 * @throws {BackendError} `heap_exhausted`, `bad_option`.
 */
export function placePlan(heap: Heap, kernels: KernelModule, options: DenseStackOptions, capacity: number): PlacedPlan {
  const optimizer = encodeOptimizer(options.optimizer);
  const reserve = reservation();
  const widths = layerWidths(options);
  const outputs = widths.at(-1)!.units;
  const widest = Math.max(...widths.map(({ inputs, units }, i) => (i === 0 ? units : Math.max(inputs, units))));
  const numSlots = slotsPerWeight(options.optimizer);
  const plan: Record<PlanField, number> = {
    layers: options.layers.length,
    layer: 0,
    inputs: options.inputs,
    outputs,
    capacity,
    loss: LOSS_CODES[options.loss],
    codes: options.loss === 'categorical-crossentropy' ? 1 : 0,
    idBytes: 0,
    x: 0,
    start: 0,
    y: 0,
    optimizer: 0,
    key: 0,
    batch: 0,
    target: 0,
    rowLoss: 0,
    delta: 0,
    otherDelta: 0,
    scratch: 0,
  };
  const planAt = reserve(PLAN_FIELDS.length * 4);
  plan.layer = reserve(options.layers.length * LAYER_FIELDS.length * 4);
  plan.optimizer = reserve(OPTIMIZER_NUMBERS * 8);
  plan.key = reserve(16);
  plan.batch = reserve(capacity * (options.sparse === true ? 1 : options.inputs) * 4);
  plan.target = reserve(capacity * outputs * 4);
  plan.rowLoss = reserve(capacity * outputs * 4);
  plan.delta = reserve(capacity * widest * 4);
  plan.otherDelta = reserve(capacity * widest * 4);
  plan.scratch = reserve(scratchBytes(kernels, options, capacity));
  const weights: Place[] = [];
  const slots: Place[][] = [[], []];
  const layers = options.layers.map((layer, index): Record<LayerField, number> => {
    const { inputs, units } = widths[index]!;
    const output = reserve(capacity * units * 4);
    const fields: Record<LayerField, number> = {
      kind: layer.kind === 'dense' ? 0 : 1,
      inputs,
      units,
      activation: 0,
      kernel: 0,
      bias: 0,
      kernelGradient: 0,
      biasGradient: 0,
      kernelSlot0: 0,
      kernelSlot1: 0,
      biasSlot0: 0,
      biasSlot1: 0,
      l1: 0,
      l2: 0,
      output,
      mask: 0,
      rate: 0,
      index,
    };
    if (layer.kind === 'dropout') {
      fields.mask = reserve(capacity * units * 4);
      fields.rate = layer.rate;
      fields.index = layer.place ?? index;
      return fields;
    }
    const place = (length: number, to: Place[]): number => {
      const at = reserve(length * 4);
      to.push({ at, length });
      return at;
    };
    // Softmax at the end is part of its loss.
    fields.activation = ACTIVATION_CODES[layer.activation] ?? 0;
    fields.l1 = layer.l1 ?? 0;
    fields.l2 = layer.l2 ?? 0;
    fields.kernel = place(inputs * units, weights);
    fields.bias = place(units, weights);
    const held = index === 0 && options.sparse === true ? kernels.gradientRows(inputs, units) : inputs;
    fields.kernelGradient = reserve(held * units * 4);
    fields.biasGradient = reserve(units * 4);
    if (numSlots > 0) {
      fields.kernelSlot0 = place(inputs * units, slots[0]!);
      fields.biasSlot0 = place(units, slots[0]!);
    }
    if (numSlots > 1) {
      fields.kernelSlot1 = place(inputs * units, slots[1]!);
      fields.biasSlot1 = place(units, slots[1]!);
    }
    return fields;
  });
  const bytes = reserve(0);
  const region = heap.allocate(bytes, `a dense stack of ${describe(options)} at ${capacity} rows`);
  const { buffer } = heap.memory;
  new Uint8Array(buffer, region, bytes).fill(0);
  const shift = (value: number, field: string): number => (isOffset(field) && value !== 0 ? value + region : value);
  writeFields(buffer, region + planAt, PLAN_FIELDS, plan, shift);
  layers.forEach((fields, i) =>
    writeFields(buffer, region + plan.layer + i * LAYER_FIELDS.length * 4, LAYER_FIELDS, fields, shift),
  );
  // The optimizer's settings are doubles; every region starts at a multiple of 16.
  new Float64Array(buffer, region + plan.optimizer, OPTIMIZER_NUMBERS).set(optimizer);
  new Int32Array(buffer, region + plan.key, 4).set(options.dropoutKey ?? [0, 0, 0, 0]);
  const moved = ({ at, length }: Place): Place => ({ at: at + region, length });
  return {
    at: region + planAt,
    region,
    weights: weights.map(moved),
    slots: slots.flat().map(moved),
    outputs,
    set(field, value) {
      new Int32Array(heap.memory.buffer, region + planAt, PLAN_FIELDS.length)[PLAN_FIELDS.indexOf(field)] = value;
    },
  };
}

/** Bytes from the region's start: each reservation begins at a multiple of 16, none of them at 0. */
function reservation(): (bytes: number) => number {
  let end = 16;
  return (bytes) => {
    const at = end;
    end += Math.ceil(bytes / 16) * 16;
    return at;
  };
}

const COUNTS: ReadonlySet<string> = new Set([
  'layers',
  'inputs',
  'outputs',
  'capacity',
  'loss',
  'codes',
  'idBytes',
  'kind',
  'units',
  'activation',
  'l1',
  'l2',
  'rate',
  'index',
]);

function isOffset(field: string): boolean {
  return !COUNTS.has(field);
}

function writeFields<Field extends string>(
  buffer: ArrayBuffer,
  at: number,
  fields: readonly Field[],
  values: Record<Field, number>,
  shift: (value: number, field: string) => number,
): void {
  const view = new DataView(buffer);
  fields.forEach((field, i) => {
    if (FLOAT_FIELDS.has(field)) view.setFloat32(at + 4 * i, values[field], true);
    else view.setUint32(at + 4 * i, shift(values[field], field), true);
  });
}

function layerWidths(options: DenseStackOptions): { inputs: number; units: number }[] {
  let width = options.inputs;
  return options.layers.map((layer) => {
    const inputs = width;
    if (layer.kind === 'dense') width = layer.units;
    return { inputs, units: width };
  });
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
