/** An array as numpy.save writes it, version 1. */
export function npy(descr: string, shape: number[], cells: Uint8Array, fortranOrder = false): Uint8Array {
  const order = fortranOrder ? 'True' : 'False';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  return npyWith(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`, cells);
}

/** An array with a header of choice. */
export function npyWith(header: string, cells: Uint8Array): Uint8Array {
  const text = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11);
  const head = new TextEncoder().encode(`${text}\n`);
  const bytes = new Uint8Array(10 + head.length + cells.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, head.length & 0xff, head.length >>> 8]);
  bytes.set(head, 10);
  bytes.set(cells, 10 + head.length);
  return bytes;
}

/** Numbers of one type as the bytes that they are, little-endian. */
export function cellsOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** A file in LeCun's idx format, of bytes. */
export function idx(shape: number[], cells: Uint8Array, magic: number[] = [0, 0, 8, shape.length]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + cells.length);
  bytes.set(magic);
  const view = new DataView(bytes.buffer);
  shape.forEach((length, i) => view.setUint32(4 + 4 * i, length, false));
  bytes.set(cells, 4 + 4 * shape.length);
  return bytes;
}

/** `count` bytes, none like the one before. */
export function bytesFrom(count: number, first = 0): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => (first + i * 37) % 256);
}
