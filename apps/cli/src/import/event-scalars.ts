import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { StepwellError } from '@stepwell/base/errors';

/** A number of an event file. */
export interface EventScalar {
  step: number;
  tag: string;
  value: number;
}

/** Kinds of tensors that a scalar can be, by TensorFlow's numbers. */
const [FLOAT, DOUBLE, INT32, INT64] = [1, 2, 3, 9];

/**
 * Reads the numbers of one event: simple values, and tensors of one number. Histograms, images, texts and larger tensors are
 * left out.
 *
 * @param name of the file, for the error.
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto
 * @throws {StepwellError} `corrupt_archive`.
 */
export function scalarsOf(event: Uint8Array, name: string): EventScalar[] {
  try {
    let step = 0;
    const values: { tag: string; value: number }[] = [];
    fields(event, {
      2: (reader) => (step = wholeStep(reader.int64(), name)),
      5: (reader) => {
        fields(reader.bytes(), {
          1: (inner) => {
            const value = valueOf(inner.bytes());
            if (value !== null) values.push(value);
          },
        });
      },
    });
    return values.map((value) => ({ step, ...value }));
  } catch (cause) {
    if (cause instanceof StepwellError) throw cause;
    throw new StepwellError('corrupt_archive', `${name} holds a record that is no event of TensorBoard.`, { cause });
  }
}

function valueOf(bytes: Uint8Array): { tag: string; value: number } | null {
  let tag = '';
  let value: number | null = null;
  fields(bytes, {
    1: (reader) => (tag = reader.string()),
    2: (reader) => (value = reader.float()),
    8: (reader) => (value = tensorNumber(reader.bytes())),
  });
  return value === null ? null : { tag, value };
}

/** @returns the number of a tensor; null if it has none or several. */
function tensorNumber(bytes: Uint8Array): number | null {
  let type = 0;
  let content = new Uint8Array();
  const numbers: number[] = [];
  /** Lists come packed or one by one. */
  const list = (read: (reader: BinaryReader) => number) => (reader: BinaryReader, wire: WireType) => {
    if (wire !== WireType.LengthDelimited) return void numbers.push(read(reader));
    const end = reader.uint32() + reader.pos;
    while (reader.pos < end) numbers.push(read(reader));
  };
  fields(bytes, {
    1: (reader) => (type = reader.int32()),
    4: (reader) => (content = Uint8Array.from(reader.bytes())),
    5: list((reader) => reader.float()),
    6: list((reader) => reader.double()),
    7: list((reader) => reader.int32()),
    10: list((reader) => Number(reader.int64())),
  });
  const isNumber = [FLOAT, DOUBLE, INT32, INT64].includes(type);
  if (!isNumber) return null;
  if (content.length > 0) numbers.push(...inContent(type, new DataView(content.buffer)));
  return numbers.length === 1 ? (numbers[0] ?? null) : null;
}

function inContent(type: number, view: DataView): number[] {
  const size = type === FLOAT || type === INT32 ? 4 : 8;
  if (view.byteLength !== size) return [];
  if (type === FLOAT) return [view.getFloat32(0, true)];
  if (type === DOUBLE) return [view.getFloat64(0, true)];
  return [type === INT32 ? view.getInt32(0, true) : Number(view.getBigInt64(0, true))];
}

/** Reads the fields of a message that are wanted, by number, and skips the others. */
function fields(bytes: Uint8Array, wanted: Record<number, (reader: BinaryReader, wire: WireType) => unknown>): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const read = wanted[field];
    if (read === undefined) reader.skip(wire, field);
    else read(reader, wire);
  }
}

function wholeStep(step: bigint | string, name: string): number {
  const number = Number(step);
  if (Number.isSafeInteger(number)) return number;
  throw new StepwellError('invalid_request', `${name} has the step ${step}, which is beyond 2^53. It can't be drawn.`);
}
