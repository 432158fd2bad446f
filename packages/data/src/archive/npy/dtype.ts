import { StepwellError } from '@stepwell/base/errors';
import type { NpyHeader } from './npy-header.ts';

/** Numbers of one type. */
export interface NumberType {
  kind: 'integer' | 'float' | 'bool';
  itemBytes: number;
  read: (view: DataView, offset: number) => number;
}

/** Strings of one length. */
export interface StringType {
  kind: 'string';
  itemBytes: number;
  read: (bytes: Uint8Array) => string;
}

/** Pickled Python objects. */
export interface ObjectType {
  kind: 'object';
}

export type ItemType = NumberType | StringType | ObjectType;

const MOST_ITEM_BYTES = 65_536;

/**
 * @returns how items of the type that the header names are read.
 * @throws {StepwellError} `unsupported_array` for another type.
 * @see https://numpy.org/doc/stable/reference/arrays.interface.html: typestr
 */
export function itemTypeOf({ descr }: NpyHeader, name: string): ItemType {
  const [, order, kind, size] = /^([<>|=])([a-zA-Z])(\d{0,6})$/.exec(descr) ?? [];
  const bytes = Number(size);
  if (kind === 'O') return { kind: 'object' };
  const type =
    kind === 'S' || kind === 'U' ? stringType(kind, bytes, order !== '>') : numberType(`${kind}${size}`, order !== '>');
  if (type !== null) return type;
  throw new StepwellError(
    'unsupported_array',
    `The array "${name}" is of type ${JSON.stringify(descr)}. Integers, floats of 16 to 64 bits, booleans and fixed-length strings are supported; convert it with .astype("float32").`,
  );
}

function numberType(code: string, little: boolean): NumberType | null {
  switch (code) {
    case 'b1':
      return { kind: 'bool', itemBytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) };
    case 'u1':
      return { kind: 'integer', itemBytes: 1, read: (view, at) => view.getUint8(at) };
    case 'i1':
      return { kind: 'integer', itemBytes: 1, read: (view, at) => view.getInt8(at) };
    case 'u2':
      return { kind: 'integer', itemBytes: 2, read: (view, at) => view.getUint16(at, little) };
    case 'i2':
      return { kind: 'integer', itemBytes: 2, read: (view, at) => view.getInt16(at, little) };
    case 'u4':
      return { kind: 'integer', itemBytes: 4, read: (view, at) => view.getUint32(at, little) };
    case 'i4':
      return { kind: 'integer', itemBytes: 4, read: (view, at) => view.getInt32(at, little) };
    case 'u8':
      return { kind: 'integer', itemBytes: 8, read: (view, at) => Number(view.getBigUint64(at, little)) };
    case 'i8':
      return { kind: 'integer', itemBytes: 8, read: (view, at) => Number(view.getBigInt64(at, little)) };
    case 'f2':
      return { kind: 'float', itemBytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, little)) };
    case 'f4':
      return { kind: 'float', itemBytes: 4, read: (view, at) => view.getFloat32(at, little) };
    case 'f8':
      return { kind: 'float', itemBytes: 8, read: (view, at) => view.getFloat64(at, little) };
    default:
      return null;
  }
}

/** @see IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits >>> 15 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
}

/** S is bytes, U is code points of four bytes; both are filled up with zeros at the end. */
function stringType(kind: 'S' | 'U', length: number, little: boolean): StringType | null {
  const itemBytes = kind === 'S' ? length : length * 4;
  if (itemBytes === 0 || itemBytes > MOST_ITEM_BYTES) return null;
  if (kind === 'S') {
    const decoder = new TextDecoder();
    return { kind: 'string', itemBytes, read: (bytes) => decoder.decode(bytes).replace(/\0+$/, '') };
  }
  const read = (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let text = '';
    for (let at = 0; at < bytes.byteLength; at += 4) {
      const point = view.getUint32(at, little);
      text += String.fromCodePoint(point > 0x10ffff ? 0xfffd : point);
    }
    return text.replace(/\0+$/, '');
  };
  return { kind: 'string', itemBytes, read };
}
