import { gzipSync, zipSync } from 'fflate';
import { describe, test } from 'vitest';
import { mediaTypeOf } from './media-type.ts';

describe('mediaTypeOf', () => {
  test('goes by the first bytes', ({ expect }) => {
    expect(mediaTypeOf(gzipSync(new Uint8Array(3)))).toBe('application/gzip');
    expect(mediaTypeOf(zipSync({ a: new Uint8Array(3) }))).toBe('application/zip');
    expect(mediaTypeOf(Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59))).toBe('application/octet-stream');
    expect(mediaTypeOf(Uint8Array.of(0, 0, 8, 3, 0, 0))).toBe('application/octet-stream');
    expect(mediaTypeOf(new TextEncoder().encode('a,b\n1,'))).toBe('text/csv');
    expect(mediaTypeOf(new Uint8Array(0))).toBe('text/csv');
  });
});
