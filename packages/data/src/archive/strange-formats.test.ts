import { gzipSync } from 'fflate';
import { describe, test } from 'vitest';
import { streamOf } from '../testing/streams.ts';
import { readUpload } from './read-upload.ts';

/** Signatures as the formats' specifications have them, with some bytes behind. */
const BEGINNINGS: [string, number[] | string][] = [
  ['Arrow or Feather', 'ARROW1\0\0'],
  ['an Arrow stream', [0xff, 0xff, 0xff, 0xff, 0x98, 0, 0, 0]],
  ['a Feather file', 'FEA1\0\0\0\0'],
  ['an Avro file', 'Obj\x01\x04\x16avro.schema'],
  ['an SQLite database', 'SQLite format 3\0\x10\0'],
  ['a Stata file', '<stata_dta><header><release>118</release>'],
  ['an SPSS file', '$FL2@(#) SPSS DATA FILE'],
  ['a SAS file', [...Array<number>(12).fill(0), 0xc2, 0xea, 0x81, 0x60, 0xb3, 0x14]],
  ['a MATLAB file', 'MATLAB 5.0 MAT-file, Platform: GLNXA64'],
  ['an R workspace', 'RDX3\nX\n\0\0\0\x03'],
  ['an R object', 'X\n\0\0\0\x03\0\x04'],
  ['a PDF', '%PDF-1.7\n'],
  ['a Python pickle', [0x80, 4, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0]],
  ['a web page', '\ufeff<!DOCTYPE html>\n<html lang="en">'],
  ['a web page', '<html><head><title>data.csv</title></head></html>'],
  ['.ods', `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`],
  ['an OpenDocument file', `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.text`],
];

function bytesOf(beginning: number[] | string): Uint8Array<ArrayBuffer> {
  return typeof beginning === 'string' ? new TextEncoder().encode(beginning) : Uint8Array.from(beginning);
}

describe('a file of another program', () => {
  test.for(BEGINNINGS)('is named, with a way to convert it: %s', async ([name, beginning], { expect }) => {
    for (const file of [bytesOf(beginning), gzipSync(bytesOf(beginning))]) {
      await expect(readUpload(streamOf(file), { part: null })).rejects.toMatchObject({
        code: 'unsupported_archive',
        message: expect.stringMatching(new RegExp(`^The file is .*${name}.*, which isn't supported\\. .{20,}\\.$`)),
      });
    }
  });

  test('is none where a table begins like one', async ({ expect }) => {
    for (const header of ['Obj,x', 'MATLAB,x', 'X,y', 'RDX3,x', 'FEA1,x', 'ARROW1,x', 'BZ,x']) {
      const file = new TextEncoder().encode(`${header}\n1,2\n3,4\n5,6\n`);
      const read = async () => (await readUpload(streamOf(file), { part: null })).table.rows;
      expect([header, await read()]).toEqual([header, 3]);
    }
  });
});
