import { StepwellError } from '@stepwell/base/errors';

/** Common formats that aren't supported, by their signatures. */
const FORMATS: { at: number; bytes: number[]; name: string; advice: string }[] = [
  { at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72], name: 'a tar archive', advice: 'Pack the files as a zip' },
  { at: 0, bytes: [0x42, 0x5a, 0x68, 0x31], name: 'compressed with bzip2', advice: 'Compress it with gzip' },
  { at: 0, bytes: [0x42, 0x5a, 0x68, 0x39], name: 'compressed with bzip2', advice: 'Compress it with gzip' },
  { at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'compressed with xz', advice: 'Compress it with gzip' },
  { at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], name: 'compressed with zstd', advice: 'Compress it with gzip' },
  { at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf], name: 'a 7z archive', advice: 'Pack the files as a zip' },
  { at: 0, bytes: [0x52, 0x61, 0x72, 0x21], name: 'a RAR archive', advice: 'Pack the files as a zip' },
  { at: 0, bytes: [0x89, 0x48, 0x44, 0x46], name: 'an HDF5 file', advice: 'Save the arrays with numpy.savez' },
];

/** @returns the error for a file in an unsupported format, or null. */
export function strangeFormat(start: Uint8Array): StepwellError | null {
  const format = FORMATS.find(({ at, bytes }) => bytes.every((byte, i) => start[at + i] === byte));
  if (format === undefined) return null;
  return new StepwellError(
    'unsupported_archive',
    `The file is ${format.name}, which isn't supported. ${format.advice}.`,
  );
}
