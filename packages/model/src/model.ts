import { StepwellError } from '@stepwell/base/errors';
import {
  modelSpec,
  preparationRecord,
  sizeOf,
  weightShapes,
  type FittedPreparation,
  type ModelSpec,
} from '@stepwell/workflow/training';
import { certainty } from '@stepwell/metrics/certainty';
import { question } from '@stepwell/workflow/question';
import { z } from 'zod';
import { misfitOf } from './fits-together.ts';
import { signature } from './signature.ts';

const MAGIC = 0x314d5753; // "SWM1", little-endian
const PREFIX = 8;

/** Where a model comes from. */
const origin = z.object({
  /** Fingerprint of the dataset. */
  dataset: z.string(),
  verdict: z.string(),
  measure: z.string(),
  value: z.number(),
  ci: z.tuple([z.number(), z.number()]),
  rows: z.object({ trained: z.int(), tested: z.int() }),
});

/** How sure its predictions are. */
const sureness = z.object({
  /** Intervals of numbers, or sets of classes. */
  bands: certainty,
  /** How many of the test rows they held the truth of; null where that wasn't counted. */
  coverage: z.object({ value: z.number(), ci: z.tuple([z.number(), z.number()]), rows: z.int() }).nullable(),
  /** `time`, `group`: they hold less surely for a later time, or for a single new group. */
  order: z.enum(['random', 'time', 'group']),
});

/** A model as plain data, without its weights. */
export const modelHeader = z.object({
  schema: z.literal('stepwell.model/1'),
  question,
  /** The probability from which the second of two classes is predicted. */
  threshold: z.number(),
  /** Null of labels, of too few rows, and in models from before there were any. */
  certainty: sureness.nullable().default(null),
  preparation: preparationRecord,
  spec: modelSpec,
  signature,
  /** Sha256 of the weights, tensor after tensor as little-endian float32. */
  sha256: z.string(),
  origin,
});
export type ModelHeader = z.infer<typeof modelHeader>;

/** A trained model with all that a prediction needs. Immutable. */
export interface Model extends ModelHeader {
  /** In the order of `weightShapes(spec)`, float32. */
  weights: Float32Array[];
}

/** @returns the model without the rows that its preparation was fitted on. */
export function plainPreparation(fitted: FittedPreparation): ModelHeader['preparation'] {
  const { columns, features, width, text, image, target } = fitted;
  return { columns, features, width, text, image, target };
}

/** Encodes a model: "SWM1", the header's length (uint32), a JSON header padded to four bytes, the weights as float32. */
export function encodeModel({ weights, ...header }: Model): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = startOf(json.byteLength);
  const total = weights.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(start + 4 * total);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.byteLength, true);
  bytes.set(json, PREFIX);
  const floats = new Float32Array(bytes.buffer, start);
  let offset = 0;
  for (const weight of weights) {
    floats.set(weight, offset);
    offset += weight.length;
  }
  return bytes;
}

/**
 * Decodes a model; the weights are views of the buffer.
 *
 * @throws {StepwellError} `corrupt_blob` if the buffer is not a complete model of this version.
 */
export function decodeModel(buffer: ArrayBuffer): Model {
  const view = new DataView(buffer);
  if (buffer.byteLength < PREFIX || view.getUint32(0, true) !== MAGIC) throw corrupt('it has another signature');
  const length = view.getUint32(4, true);
  const start = startOf(length);
  if (start > buffer.byteLength) throw corrupt('its header is cut short');
  const header = readHeader(new Uint8Array(buffer, PREFIX, length));
  const sizes = sizesOf(header.spec);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (buffer.byteLength !== start + 4 * total) throw corrupt('its weights have another size than its layers');
  const floats = new Float32Array(buffer, start);
  let offset = 0;
  const model = { ...header, weights: sizes.map((size) => floats.subarray(offset, (offset += size))) };
  const misfit = misfitOf(model);
  if (misfit !== null) throw corrupt(misfit);
  return model;
}

function startOf(headerBytes: number): number {
  return Math.ceil((PREFIX + headerBytes) / 4) * 4;
}

function readHeader(bytes: Uint8Array): ModelHeader {
  try {
    return modelHeader.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw corrupt('its header makes no sense', cause);
  }
}

function sizesOf(spec: ModelSpec): number[] {
  try {
    return weightShapes(spec).map(({ shape }) => sizeOf(shape));
  } catch (cause) {
    throw corrupt("its layers don't fit together", cause);
  }
}

function corrupt(why: string, cause?: unknown): StepwellError {
  return new StepwellError('corrupt_blob', `This model can't be read: ${why}. Download it again.`, { cause });
}
