/** @returns a view by which numbers are read from the bytes, wherever in their buffer they lie. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
