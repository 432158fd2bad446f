import fc from 'fast-check';

/** Texts that have broken something somewhere. */
export const nastyText = fc.constantFrom(
  '',
  ' ',
  'y',
  'a',
  'colour',
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE runs; --",
  '<img src=x onerror=alert(1)>',
  '=1+1',
  '../../runs',
  'runs/x/fits',
  '\u0000',
  '\ud800',
  '\u202e',
  '🦆',
  'NaN',
  '-0',
  '1e400',
  'a'.repeat(300),
  'x'.repeat(5_000),
);

const nastyNumber = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2, 10, 1e-300, 1e9, 1e308, 2 ** 31, 2 ** 32, 2 ** 53, -1e308, 4096, 2001),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any value that JSON can hold, most of them unfit. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  nastyNumber,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(nastyText, nastyNumber, fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(nastyText, fc.oneof(nastyText, nastyNumber), { maxKeys: 3 }),
  fc.integer({ min: 1, max: 200 }).map((depth) => {
    let value: unknown = 1;
    for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
    return value;
  }),
);

/** A value that may well fit, now and then one that does not. */
export const mostly = (fit: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: fit }, { weight: 1, arbitrary: nastyValue });

/** Bytes of a JSON text that were damaged on the way, or not. */
export function asBytes(value: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  return fc
    .tuple(value, fc.integer({ min: 0, max: 20 }), fc.nat(), fc.integer({ min: 0, max: 255 }))
    .map(([json, what, at, byte]) => {
      const bytes = Buffer.from(JSON.stringify(json) ?? '', 'utf8');
      if (bytes.length === 0) return bytes;
      const place = at % bytes.length;
      switch (what) {
        case 0:
          return bytes.subarray(0, place);
        case 1:
          bytes[place] = byte;
          return bytes;
        case 2:
          return Buffer.concat([bytes, bytes]);
        case 3:
          return Buffer.from(bytes.toString('utf8'), 'utf16le');
        case 4:
          return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
        default:
          return bytes;
      }
    });
}
