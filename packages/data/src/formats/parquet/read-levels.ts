import { damagedParquet } from './parquet-errors.ts';

/**
 * Reads numbers of a few bits each, some of them as runs of one number: levels, and places in a dictionary.
 *
 * @param at where they begin.
 * @param width bits of each, from 0 to 32.
 * @throws {StepwellError} `corrupt_archive` where fewer than `count` come.
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/ RLE / bit-packing hybrid
 */
export function readHybrid(bytes: Uint8Array, at: number, width: number, count: number): Int32Array {
  const numbers = new Int32Array(count);
  if (width === 0) return numbers;
  if (width > 32) throw damagedParquet('a page has numbers of more than 32 bits');
  let place = at;
  let filled = 0;
  while (filled < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[place++];
      if (byte === undefined || shift > 28) throw damagedParquet('a page ends early');
      header |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const length = header >>> 1;
    if (length === 0) throw damagedParquet('a page has an empty run');
    if ((header & 1) === 0) {
      let value = 0;
      const wide = (width + 7) >>> 3;
      if (place + wide > bytes.length) throw damagedParquet('a page ends early');
      for (let i = 0; i < wide; i++) value |= bytes[place++]! << (8 * i);
      const end = Math.min(count, filled + length);
      numbers.fill(value, filled, end);
      filled = end;
    } else {
      const wanted = Math.min(length * 8, count - filled);
      // The last group may be cut to the bytes that its numbers take.
      if (place + Math.ceil((wanted * width) / 8) > bytes.length) throw damagedParquet('a page ends early');
      unpackBits(bytes, place, width, numbers.subarray(filled, filled + wanted));
      place += length * width;
      filled += wanted;
    }
  }
  return numbers;
}

/** @returns how many bits a number up to `most` takes. */
export function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}

function unpackBits(bytes: Uint8Array, at: number, width: number, into: Int32Array): void {
  let place = at;
  let bit = 0;
  for (let i = 0; i < into.length; i++) {
    let value = 0;
    for (let read = 0; read < width;) {
      const taken = Math.min(8 - bit, width - read);
      value |= ((bytes[place]! >>> bit) & ((1 << taken) - 1)) << read;
      read += taken;
      bit += taken;
      if (bit === 8) {
        bit = 0;
        place++;
      }
    }
    into[i] = value;
  }
}
