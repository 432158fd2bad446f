import { StepwellError } from '@stepwell/base/errors';

interface StrangeFormat {
  at: number;
  begins: string;
  name: string;
  advice: string;
}

const TO_PARQUET = 'Convert it with pandas or DuckDB to Parquet or CSV';
const WITH_PANDAS = (read: string) => `Convert it with pandas: ${read}("FILE").to_parquet("data.parquet")`;

/** Common formats that aren't supported, by their signatures; bytes as the characters of the same numbers. */
const FORMATS: readonly StrangeFormat[] = [
  { at: 257, begins: 'ustar', name: 'a tar archive', advice: 'Pack the files as a zip' },
  { at: 0, begins: 'BZh1', name: 'compressed with bzip2', advice: 'Compress it with gzip' },
  { at: 0, begins: 'BZh9', name: 'compressed with bzip2', advice: 'Compress it with gzip' },
  { at: 0, begins: '\xfd7zXZ', name: 'compressed with xz', advice: 'Compress it with gzip' },
  { at: 0, begins: '\x28\xb5\x2f\xfd', name: 'compressed with zstd', advice: 'Compress it with gzip' },
  { at: 0, begins: '7z\xbc\xaf', name: 'a 7z archive', advice: 'Pack the files as a zip' },
  { at: 0, begins: 'Rar!', name: 'a RAR archive', advice: 'Pack the files as a zip' },
  { at: 0, begins: '\x89HDF', name: 'an HDF5 file', advice: 'Save the arrays with numpy.savez' },
  {
    at: 30,
    begins: 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
    name: 'an OpenDocument spreadsheet (.ods)',
    advice: 'Save it as Excel (.xlsx) or CSV',
  },
  {
    at: 30,
    begins: 'mimetypeapplication/vnd.oasis.opendocument',
    name: 'an OpenDocument file',
    advice: 'Save its table as Excel (.xlsx) or CSV',
  },
  { at: 0, begins: 'ARROW1\0\0', name: 'an Arrow or Feather file', advice: WITH_PANDAS('read_feather') },
  { at: 0, begins: '\xff\xff\xff\xff', name: 'an Arrow stream', advice: TO_PARQUET },
  { at: 0, begins: 'FEA1\0', name: 'a Feather file', advice: WITH_PANDAS('read_feather') },
  { at: 0, begins: 'Obj\x01', name: 'an Avro file', advice: TO_PARQUET },
  { at: 0, begins: 'SQLite format 3\0', name: 'an SQLite database', advice: 'Export the table as CSV' },
  { at: 0, begins: '<stata_dta>', name: 'a Stata file', advice: WITH_PANDAS('read_stata') },
  { at: 0, begins: '$FL2@(#)', name: 'an SPSS file', advice: WITH_PANDAS('read_spss') },
  {
    at: 0,
    begins: `${'\0'.repeat(12)}\xc2\xea\x81\x60`,
    name: 'a SAS file',
    advice: WITH_PANDAS('read_sas'),
  },
  { at: 0, begins: 'MATLAB 5.0 MAT-file', name: 'a MATLAB file', advice: 'Save the arrays with numpy.savez' },
  { at: 0, begins: 'RDX3\n', name: 'an R workspace', advice: 'Export the table with write.csv' },
  { at: 0, begins: 'RDX2\n', name: 'an R workspace', advice: 'Export the table with write.csv' },
  { at: 0, begins: 'X\n\0\0\0', name: 'an R object (.rds)', advice: 'Export the table with write.csv' },
  { at: 0, begins: '%PDF-', name: 'a PDF', advice: 'Copy its table into a spreadsheet and save that as CSV' },
];

/** What pickles of Python begin with behind their protocol: a frame, or an empty object. */
const IN_PICKLES = '\x95]}c(';
const WEB_PAGE = /^\s*(?:<!doctype html|<html)\b/i;

/** Bytes needed to detect a format; a tar's signature is at 257. */
export const SIGNATURE_BYTES = 264;

/** @returns the error for a file in an unsupported format, or null. */
export function strangeFormat(start: Uint8Array): StepwellError | null {
  const text = Array.from(start.subarray(0, SIGNATURE_BYTES), (byte) => String.fromCharCode(byte)).join('');
  const format = FORMATS.find(({ at, begins }) => text.startsWith(begins, at));
  if (format !== undefined) return unsupported(format);
  const [mark, protocol = 0] = start;
  if (mark === 0x80 && protocol >= 2 && protocol <= 5 && IN_PICKLES.includes(text[2] ?? ' ')) {
    return unsupported({
      name: 'a Python pickle',
      advice:
        'Pickles can run code, so they are never read. Save a table with to_parquet or to_csv, arrays with numpy.savez',
    });
  }
  if (WEB_PAGE.test(text.replace(/^\xef\xbb\xbf/, ''))) {
    return unsupported({
      name: 'a web page (HTML)',
      advice: 'Download the file itself, often behind "Raw" or "Download", or copy the table into a spreadsheet',
    });
  }
  return null;
}

function unsupported({ name, advice }: Pick<StrangeFormat, 'name' | 'advice'>): StepwellError {
  return new StepwellError('unsupported_archive', `The file is ${name}, which isn't supported. ${advice}.`);
}
