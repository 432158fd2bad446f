import { StepwellError } from '@stepwell/base/errors';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { viewOf } from '../../bytes/view-of.ts';

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];
const MOST_HEADER_BYTES = 65_536;
const MOST_DIMENSIONS = 32;

/** Header of an array. */
export interface NpyHeader {
  /** Its type as numpy writes it: `<f8`, `|u1`, `|O`. */
  descr: string;
  /** Whether the order is Fortran (column-major). */
  fortranOrder: boolean;
  shape: number[];
}

/** @returns whether the first bytes are those of a .npy file. */
export function isNpy(start: Uint8Array): boolean {
  return MAGIC.every((byte, i) => start[i] === byte);
}

/**
 * Reads the head of a .npy file, versions 1 to 3.
 *
 * @param name what the file is called.
 * @throws {StepwellError} `corrupt_archive` or `unsupported_array`.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function readNpyHeader(reader: ByteReader, name: string): Promise<NpyHeader> {
  const start = (await reader.take(8)).slice();
  const version = start[6]!;
  if (!isNpy(start)) throw malformed(name, "it doesn't start with the signature of a .npy file");
  if (version < 1 || version > 3 || start[7] !== 0)
    throw malformed(name, `its format version is ${version}, and versions 1 to 3 are supported`);
  const lengthBytes = version === 1 ? 2 : 4;
  const view = viewOf(await reader.take(lengthBytes));
  const length = version === 1 ? view.getUint16(0, true) : view.getUint32(0, true);
  if (length > MOST_HEADER_BYTES) throw malformed(name, `its header has ${length} bytes`);
  return parseNpyHeader(new TextDecoder().decode(await reader.take(length)), name);
}

const PAIR = /\s*'(\w{1,40})'\s*:\s*(?:'([^'\\]{1,40})'|(True|False)|\(([\d\sL,]*)\))\s*(,|(?=\}))/y;

/**
 * Reads the dictionary that describes an array, and nothing else that Python could say.
 *
 * @param text `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`
 * @throws {StepwellError} `corrupt_archive`, or `unsupported_array` for records.
 */
export function parseNpyHeader(text: string, name: string): NpyHeader {
  const dictionary = text.trim();
  if (!dictionary.startsWith('{') || !dictionary.endsWith('}')) throw malformed(name, "its header isn't a dictionary");
  if (/'descr'\s*:\s*[[(]/.test(dictionary)) {
    throw new StepwellError(
      'unsupported_array',
      `The array "${name}" is a structured array, which isn't supported. Save each field as a separate array, or save the table as CSV.`,
    );
  }
  const found = new Map<string, RegExpExecArray>();
  PAIR.lastIndex = 1;
  while (!/^\s*\}$/.test(dictionary.slice(PAIR.lastIndex))) {
    const at = PAIR.lastIndex;
    const pair = PAIR.exec(dictionary);
    if (pair === null || found.has(pair[1]!)) throw malformed(name, `its header is invalid at position ${at}`);
    found.set(pair[1]!, pair);
  }
  const descr = found.get('descr')?.[2];
  const order = found.get('fortran_order')?.[3];
  const shape = found.get('shape')?.[4];
  if (descr === undefined || order === undefined || shape === undefined || found.size !== 3) {
    throw malformed(name, "its header needs 'descr', 'fortran_order' and 'shape'");
  }
  return { descr, fortranOrder: order === 'True', shape: parseShape(shape, name) };
}

function parseShape(text: string, name: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  // Python 2 wrote long integers as 3L.
  const shape = parts.map((part) => (/^\d{1,15}L?$/.test(part) ? Number.parseInt(part, 10) : -1));
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length > MOST_DIMENSIONS || shape.some((length) => length < 0) || !Number.isSafeInteger(size)) {
    throw malformed(name, 'its shape is invalid');
  }
  return shape;
}

function malformed(name: string, why: string): StepwellError {
  return new StepwellError(
    'corrupt_archive',
    `The array "${name}" can't be read: ${why}. Save it again with numpy.save or numpy.savez.`,
  );
}
