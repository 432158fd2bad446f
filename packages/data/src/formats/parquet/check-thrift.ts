import { viewOf } from '../../bytes/view-of.ts';
import { damagedParquet } from './parquet-errors.ts';

const [STOP, TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, STRUCT] = [0, 1, 2, 3, 7, 8, 9, 12] as const;
/** Numbers of 16, 32 and 64 bits. */
const isInteger = (type: number) => type >= 4 && type <= 6;
const MOST_DEPTH = 24;
const MOST_VARINT_BYTES = 10;

/** What a thrift struct holds, counted without keeping anything. */
export interface ThriftCounts {
  /** Bytes up to its end. */
  bytes: number;
  /** Structs in it, itself included. */
  structs: number;
  /** By the number of a field of the outermost struct: how many elements its list has. */
  lists: Map<number, number>;
}

/**
 * Walks over a struct in thrift's compact protocol, so that a parser that believes its lengths can be given it: lists are
 * no longer than the bytes left, numbers no longer than 64 bits, and nothing lies deeper than Parquet's structs do.
 *
 * @throws {StepwellError} `corrupt_archive`.
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function checkThrift(bytes: Uint8Array): ThriftCounts {
  const walker = new Walker(bytes);
  walker.struct(0);
  return { bytes: walker.at, structs: walker.structs, lists: walker.lists };
}

class Walker {
  at = 0;
  structs = 0;
  readonly lists = new Map<number, number>();
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  struct(depth: number): void {
    if (depth > MOST_DEPTH) throw damagedParquet('its metadata is nested too deeply');
    this.structs++;
    let field = 0;
    for (;;) {
      const byte = this.#byte();
      const type = byte & 0x0f;
      if (type === STOP) return;
      const delta = byte >>> 4;
      if (delta > 0) field += delta;
      else {
        const zigzag = this.#varint();
        field = (zigzag >>> 1) ^ -(zigzag & 1);
      }
      if (type === LIST) {
        const length = this.#list(depth);
        if (depth === 0) this.lists.set(field, length);
      } else if (type !== TRUE && type !== FALSE) this.#element(type, depth);
    }
  }

  #element(type: number, depth: number): void {
    if (type === TRUE || type === FALSE || type === BYTE) this.#skip(1);
    else if (isInteger(type)) this.#varint();
    else if (type === DOUBLE) this.#skip(8);
    else if (type === BINARY) this.#skip(this.#varint());
    else if (type === LIST) this.#list(depth + 1);
    else if (type === STRUCT) this.struct(depth + 1);
    else throw damagedParquet('its metadata has a field of an unknown type');
  }

  #list(depth: number): number {
    if (depth > MOST_DEPTH) throw damagedParquet('its metadata is nested too deeply');
    const byte = this.#byte();
    const length = byte >>> 4 === 15 ? this.#varint() : byte >>> 4;
    if (length > this.#bytes.length - this.at) throw damagedParquet('its metadata ends early');
    for (let i = 0; i < length; i++) this.#element(byte & 0x0f, depth);
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw damagedParquet('its metadata ends early');
    return byte;
  }

  #skip(count: number): void {
    this.at += count;
    if (this.at > this.#bytes.length) throw damagedParquet('its metadata ends early');
  }

  /** @returns the number; only its lower 53 bits count, which lengths never exceed. */
  #varint(): number {
    let value = 0;
    for (let i = 0; i < MOST_VARINT_BYTES; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw damagedParquet('its metadata has a number of more than 64 bits');
  }
}

/** A view and a place in it, as hyparquet's parsers take them. */
export function readerAt(bytes: Uint8Array, offset = 0): { view: DataView; offset: number } {
  return { view: viewOf(bytes), offset };
}
