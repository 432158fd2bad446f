import { StepwellError } from '@stepwell/base/errors';
import { sizeOf, weightShapes, type ModelSpec } from '@stepwell/workflow/training';
import { misfitOf } from './fits-together.ts';
import { modelHeader, type Model, type ModelHeader } from './model.ts';

const MAGIC = 0x314d5753; // "SWM1", little-endian
const PREFIX = 8;

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
