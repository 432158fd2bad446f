import { StepwellError } from '@stepwell/base/errors';
import { sizeOf, weightShapes, type ModelSpec } from '@stepwell/workflow/training';
import { z } from 'zod';

/** Length of the header, an unsigned 64-bit integer. */
const PREFIX = 8;
/** As the format limits it. */
const MOST_HEADER_BYTES = 100_000_000;

const entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const header = z.record(z.string(), z.unknown());

/**
 * Writes weights as safetensors: float32 tensors under the names of `weightShapes`, one behind the other.
 *
 * @param weights in the order of `weightShapes(spec)`.
 * @see https://github.com/huggingface/safetensors
 */
export function encodeSafetensors(spec: ModelSpec, weights: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = weightShapes(spec).map(({ name, shape }, i) => {
    const begin = end;
    end += weights[i]!.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: { format: 'stepwell' }, ...Object.fromEntries(entries) });
  // Spaces behind the header, so that the numbers begin at a multiple of eight bytes.
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const bytes = new Uint8Array(PREFIX + text.byteLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.byteLength), true);
  bytes.set(text, PREFIX);
  let at = PREFIX + text.byteLength;
  for (const weight of weights) {
    bytes.set(new Uint8Array(weight.buffer, weight.byteOffset, weight.byteLength), at);
    at += weight.byteLength;
  }
  return bytes;
}

/**
 * Reads the weights of a model from safetensors.
 *
 * @returns in the order of `weightShapes(spec)`.
 * @throws {StepwellError} `corrupt_blob` where sizes, offsets, types or shapes aren't the model's.
 */
export function decodeSafetensors(spec: ModelSpec, bytes: Uint8Array): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength < PREFIX ? 0n : view.getBigUint64(0, true);
  const start = PREFIX + Number(length);
  if (length > MOST_HEADER_BYTES || length === 0n || start > bytes.byteLength) throw corrupt('its header is cut short');
  const entries = readHeader(bytes.subarray(PREFIX, start));
  const data = bytes.subarray(start);
  const shapes = weightShapes(spec);
  const total = shapes.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  if (data.byteLength !== total) throw corrupt(`it has ${data.byteLength} bytes of weights, and the layers ${total}`);
  return shapes.map(({ name, shape }) => {
    const found = entry.safeParse(entries[name]);
    if (!found.success) throw corrupt(`it lacks "${name}"`);
    const { dtype, shape: is, data_offsets: offsets } = found.data;
    const size = 4 * sizeOf(shape);
    const isRight = dtype === 'F32' && is.length === shape.length && is.every((side, i) => side === shape[i]);
    if (!isRight) throw corrupt(`"${name}" is ${dtype} of shape ${is.join(' × ')}, not F32 of ${shape.join(' × ')}`);
    if (offsets[1] - offsets[0] !== size || offsets[1] > data.byteLength) {
      throw corrupt(`the offsets of "${name}" lead elsewhere`);
    }
    // Copied: float32 must begin at a multiple of four bytes.
    return new Float32Array(data.slice(offsets[0], offsets[1]).buffer);
  });
}

function readHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return header.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw corrupt('its header is no JSON', cause);
  }
}

function corrupt(why: string, cause?: unknown): StepwellError {
  return new StepwellError('corrupt_blob', `model.safetensors can't be read: ${why}. Unpack the archive again.`, {
    cause,
  });
}
