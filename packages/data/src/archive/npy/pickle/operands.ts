import { pickleRefused } from './refused.ts';

/** Bytes of a string or a name at most: numpy's are shorter. */
export const MOST_STRING_BYTES = 100;

/** @returns the string of so many bytes. @throws {StepwellError} `pickle_refused` for a long one. */
export function readString(bytes: Uint8Array, at: number, length: number, name: string): string {
  if (length > MOST_STRING_BYTES) throw pickleRefused(name, 'it holds strings');
  return new TextDecoder().decode(bytes.subarray(at, at + length));
}

/** @returns the line that begins there, and where the next one does. @throws {StepwellError} `pickle_refused`. */
export function readLine(bytes: Uint8Array, at: number, name: string): [string, number] {
  const end = bytes.subarray(at, at + MOST_STRING_BYTES).indexOf(0x0a);
  if (end < 0) throw pickleRefused(name, 'it names something long');
  return [new TextDecoder().decode(bytes.subarray(at, at + end)), at + end + 1];
}

/** @returns a little-endian two's complement of up to four bytes. */
export function readSigned(bytes: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < bytes.length; i++) value += bytes[i]! * 2 ** (8 * i);
  return (bytes.at(-1) ?? 0) > 0x7f ? value - 2 ** (8 * bytes.length) : value;
}
