import { describe, test } from 'vitest';
import fc from 'fast-check';
import { boolean, categorical, numeric, tableOf } from '../testing/columns.ts';
import { decodeTable, encodeTable, type Column, type Table } from './index.ts';

const TABLE = tableOf(
  3,
  numeric('n', [1.5, null, -0]),
  categorical('größe "x"', ['b', 'a', null]),
  boolean('__proto__', [true, null, false]),
  { kind: 'text', name: 'notes', present: 2 },
);

const anyTable: fc.Arbitrary<Table> = fc.nat({ max: 12 }).chain((rows) => {
  const cells = <T>(cell: fc.Arbitrary<T>) => fc.array(fc.option(cell), { minLength: rows, maxLength: rows });
  const column: fc.Arbitrary<Column> = fc.oneof(
    fc.tuple(fc.string(), cells(fc.double())).map(([name, values]) => numeric(name, values)),
    fc.tuple(fc.string(), cells(fc.string({ unit: 'binary' }))).map(([name, values]) => categorical(name, values)),
    fc.tuple(fc.string(), cells(fc.boolean())).map(([name, values]) => boolean(name, values)),
    fc.tuple(fc.string(), fc.nat({ max: rows })).map(([name, present]): Column => ({ kind: 'text', name, present })),
  );
  return fc.array(column, { maxLength: 6 }).map((columns) => ({ rows, columns }));
});

describe('encodeTable and decodeTable', () => {
  test('write and read the same table', ({ expect }) => {
    expect(decodeTable(encodeTable(TABLE).buffer)).toEqual(TABLE);
    fc.assert(
      fc.property(anyTable, (table) => {
        expect(decodeTable(encodeTable(table).buffer)).toEqual(table);
      }),
    );
  });

  test('begin with the signature and the length of the header, and keep the cells on eights', ({ expect }) => {
    const bytes = encodeTable(TABLE);
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('SWT1');
    const length = new DataView(bytes.buffer).getUint32(4, true);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toMatchObject({ rows: 3 });
    // Three float64, three int32 (12, padded to 16), three int8 (3, padded to 8), no texts.
    const start = Math.ceil((8 + length) / 8) * 8;
    expect(bytes.byteLength).toBe(start + 24 + 16 + 8);
    expect(new DataView(bytes.buffer).getFloat64(start, true)).toBe(1.5);
  });

  test('give the same bytes for the same table', ({ expect }) => {
    expect(encodeTable(decodeTable(encodeTable(TABLE).buffer))).toEqual(encodeTable(TABLE));
  });
});

describe('decodeTable', () => {
  test('refuses a blob cut anywhere, and one with bytes too many', ({ expect }) => {
    const bytes = encodeTable(TABLE);
    for (let length = 0; length < bytes.byteLength; length++) {
      expect(() => decodeTable(bytes.slice(0, length).buffer)).toThrow(
        expect.objectContaining({ code: 'corrupt_blob' }),
      );
    }
    const longer = new Uint8Array(bytes.byteLength + 8);
    longer.set(bytes);
    expect(() => decodeTable(longer.buffer)).toThrow(expect.objectContaining({ code: 'corrupt_blob' }));
  });

  test('refuses another signature, and a header that is no JSON or another one', ({ expect }) => {
    for (const header of ['{', 'null', '[]', '{"rows":-1,"columns":[]}', '{"rows":1,"columns":[{"kind":"date"}]}']) {
      expect(() => decodeTable(blobWith('SWT1', header))).toThrow(expect.objectContaining({ code: 'corrupt_blob' }));
    }
    expect(decodeTable(blobWith('SWT1', '{"rows":0,"columns":[]}'))).toEqual({ rows: 0, columns: [] });
    expect(() => decodeTable(blobWith('SWC1', '{"rows":0,"columns":[]}'))).toThrow(
      expect.objectContaining({ code: 'corrupt_blob' }),
    );
  });

  test('refuses rows that the blob is too short for, however many', ({ expect }) => {
    for (const rows of [1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const header = JSON.stringify({ rows, columns: [{ kind: 'numeric', name: 'a' }] });
      expect(() => decodeTable(blobWith('SWT1', header))).toThrow(expect.objectContaining({ code: 'corrupt_blob' }));
    }
  });

  test('throws nothing but corrupt_blob, whatever the bytes', ({ expect }) => {
    const whole = encodeTable(TABLE);
    const damage = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1 });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          decodeTable(bytes.buffer);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StepwellError', code: 'corrupt_blob' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

function blobWith(signature: string, header: string): ArrayBuffer {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(Math.ceil((8 + json.length) / 8) * 8);
  bytes.set(new TextEncoder().encode(signature));
  new DataView(bytes.buffer).setUint32(4, json.length, true);
  bytes.set(json, 8);
  return bytes.buffer;
}
