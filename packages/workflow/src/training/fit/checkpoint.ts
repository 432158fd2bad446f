import { slotsPerWeight } from '@stepwell/backend';
import { z } from 'zod';
import { StepwellError } from '@stepwell/base/errors';
import { toHex } from '@stepwell/base/format';
import { concatenate } from './concatenate.ts';
import { modelSpec, sizeOf, weightShapes, type ModelSpec } from '../architecture/index.ts';

const MAGIC = 0x32435753; // "SWC2", little-endian
const PREFIX = 8;

/** A fit's curve so far: one number per finished epoch. */
export const history = z.object({
  trainLoss: z.array(z.number()),
  validationLoss: z.array(z.number()),
  /** The run's metric on the validation rows, in the target's unit; null if undefined. */
  validationScore: z.array(z.number().nullable()),
});
export type History = z.infer<typeof history>;

/** Sums over the finished part of the current epoch. */
const accumulators = z.object({
  trainLoss: z.number(),
  trainRows: z.int(),
  validationLoss: z.number(),
  validationRows: z.int(),
});

const header = z.object({
  spec: modelSpec,
  position: z.int().nonnegative(),
  accumulators,
  history,
  diverged: z.boolean(),
  /** Number of outputs of the validation rows kept for the rest of the epoch. */
  pending: z.int().nonnegative(),
});

/** State of a fit between steps. Resuming gives the same bits as training without interruption. */
export interface Checkpoint extends Omit<z.infer<typeof header>, 'pending'> {
  /** In the order of `weightShapes(spec)`, float32. */
  weights: Float32Array[];
  /** The optimizer's slots: the first slot of every trainable weight, then the second. */
  slots: Float32Array[];
  /** [rows, outputs]: outputs for the validation rows done so far in the current epoch; empty between epochs. */
  outputs: Float32Array;
}

/** @returns zero sums, for the start of an epoch. */
export function emptyAccumulators(): Checkpoint['accumulators'] {
  return { trainLoss: 0, trainRows: 0, validationLoss: 0, validationRows: 0 };
}

/**
 * Encodes a checkpoint: "SWC2", the header's length (uint32), a JSON header, then weights, slots and outputs as float32.
 * The chunks are views of the tensors.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): { byteLength: number; chunks: Uint8Array[] } {
  const { weights, slots, outputs, ...rest } = checkpoint;
  const json = new TextEncoder().encode(JSON.stringify({ ...rest, pending: outputs.length }));
  const head = new Uint8Array(Math.ceil((PREFIX + json.byteLength) / 4) * 4);
  const view = new DataView(head.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.byteLength, true);
  head.set(json, PREFIX);
  const chunks = [
    head,
    ...[...weights, ...slots, outputs].map(
      ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    ),
  ];
  return { byteLength: sum(chunks.map(({ byteLength }) => byteLength)), chunks };
}

/**
 * Decodes a checkpoint; the tensors are views of the buffer.
 *
 * @throws {StepwellError} `corrupt_blob` if the buffer is not a complete checkpoint.
 */
export function decodeCheckpoint(buffer: ArrayBuffer): Checkpoint {
  const { start, pending, slotsEach, sizes, head } = readHead(buffer);
  const total = sum(sizes.weights) + slotsEach * sum(sizes.trained) + pending;
  if (buffer.byteLength !== start + 4 * total) throw corrupt('its tensors have another size than the model');
  const tensors = new Float32Array(buffer, start);
  const weights = takeAll(tensors, sizes.weights);
  let offset = sum(sizes.weights);
  const slots = Array.from({ length: slotsEach }, () => {
    const taken = takeAll(tensors.subarray(offset), sizes.trained);
    offset += sum(sizes.trained);
    return taken;
  }).flat();
  return { ...head, weights, slots, outputs: tensors.subarray(tensors.length - pending) };
}

/**
 * Finds the end of the weights in an encoded checkpoint.
 *
 * @param start its first bytes, including the header.
 * @returns an offset in bytes.
 * @throws {StepwellError} `corrupt_blob`.
 */
export function endOfWeights(start: ArrayBuffer): number {
  const { start: at, sizes } = readHead(start);
  return at + 4 * sum(sizes.weights);
}

/**
 * Decodes the header and weights of a checkpoint.
 *
 * @param buffer its bytes up to `endOfWeights`.
 * @returns the checkpoint without slots and outputs.
 * @throws {StepwellError} `corrupt_blob`.
 */
export function decodeWeights(buffer: ArrayBuffer): Checkpoint {
  const { start, sizes, head } = readHead(buffer);
  if (buffer.byteLength !== start + 4 * sum(sizes.weights)) throw corrupt('its weights are cut short');
  const weights = takeAll(new Float32Array(buffer, start), sizes.weights);
  return { ...head, weights, slots: [], outputs: new Float32Array(0) };
}

function takeAll(tensors: Float32Array, sizes: number[]): Float32Array[] {
  let offset = 0;
  return sizes.map((size) => tensors.subarray(offset, (offset += size)));
}

function readHead(buffer: ArrayBuffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < PREFIX || view.getUint32(0, true) !== MAGIC) throw corrupt('it has another signature');
  const length = view.getUint32(4, true);
  const start = Math.ceil((PREFIX + length) / 4) * 4;
  if (start > buffer.byteLength) throw corrupt('its header is cut short');
  const { pending, ...head } = readHeader(new Uint8Array(buffer, PREFIX, length));
  return { start, pending, head, sizes: tensorSizes(head.spec), slotsEach: slotsPerWeight(head.spec.optimizer) };
}

/** @returns the number of values of each weight, and of each trainable weight. */
function tensorSizes(spec: ModelSpec): { weights: number[]; trained: number[] } {
  try {
    const shapes = weightShapes(spec);
    const trained = shapes.filter(({ trainable }) => trainable);
    return { weights: shapes.map(({ shape }) => sizeOf(shape)), trained: trained.map(({ shape }) => sizeOf(shape)) };
  } catch (cause) {
    throw corrupt('its layers do not fit on each other', cause);
  }
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

function readHeader(bytes: Uint8Array): z.infer<typeof header> {
  try {
    return header.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw corrupt('its header makes no sense', cause);
  }
}

/**
 * Computes the sha256 of the weights, tensor by tensor as little-endian float32.
 *
 * @returns 64 hexadecimal digits.
 */
export async function hashWeights(weights: Float32Array[]): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', asOne(weights)));
}

/** @returns the weights as one array, without copying if they are already contiguous. */
function asOne(weights: Float32Array[]): Float32Array<ArrayBuffer> {
  const [first] = weights;
  if (first === undefined || !(first.buffer instanceof ArrayBuffer)) return concatenate(weights);
  let end = first.byteOffset;
  for (const { buffer, byteOffset, byteLength } of weights) {
    if (buffer !== first.buffer || byteOffset !== end) return concatenate(weights);
    end += byteLength;
  }
  return new Float32Array(first.buffer, first.byteOffset, (end - first.byteOffset) / 4);
}

/** @returns the checkpoint of a new fit. */
export function startCheckpoint(spec: ModelSpec, weights: Float32Array[], slots: Float32Array[]): Checkpoint {
  return {
    spec,
    position: 0,
    accumulators: emptyAccumulators(),
    history: { trainLoss: [], validationLoss: [], validationScore: [] },
    diverged: false,
    weights,
    slots,
    outputs: new Float32Array(0),
  };
}

function corrupt(why: string, cause?: unknown): StepwellError {
  return new StepwellError(
    'corrupt_blob',
    `A stored checkpoint can't be read: ${why}. Start the run again; the same spec gives the same results.`,
    {
      cause,
    },
  );
}
