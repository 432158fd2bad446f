import { describe, test } from 'vitest';
import fc from 'fast-check';
import { boolean, categorical, images, numeric, tableOf, text } from '../testing/columns.ts';
import { decodeTable, encodeTable, selectRows, type Column, type ImageColumn, type Table } from './index.ts';

const TABLE = tableOf(
  3,
  numeric('n', [1.5, null, -0]),
  categorical('größe "x"', ['b', 'a', null]),
  boolean('__proto__', [true, null, false]),
  text('notes', ['To be, or not to be', '', 'be']),
  images('digits', 1, 3, [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 255],
  ]),
);

/** The chunks of a stored table in one piece, as storage gives them back. */
function bytesOf(table: Table): Uint8Array<ArrayBuffer> {
  const { byteLength, chunks } = encodeTable(table);
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

const anyTable: fc.Arbitrary<Table> = fc.nat({ max: 12 }).chain((rows) => {
  const cells = <T>(cell: fc.Arbitrary<T>) => fc.array(fc.option(cell), { minLength: rows, maxLength: rows });
  const column: fc.Arbitrary<Column> = fc.oneof(
    fc.tuple(fc.string(), cells(fc.double())).map(([name, values]) => numeric(name, values)),
    fc.tuple(fc.string(), cells(fc.string({ unit: 'binary' }))).map(([name, values]) => categorical(name, values)),
    fc.tuple(fc.string(), cells(fc.boolean())).map(([name, values]) => boolean(name, values)),
    fc.tuple(fc.string(), cells(fc.integer({ min: -8e12, max: 8e12 }))).map(([name, values]): Column => {
      return { kind: 'date', name, values: numeric(name, values).values };
    }),
    fc
      .tuple(fc.string(), fc.array(fc.string(), { minLength: rows, maxLength: rows }))
      .map(([name, values]) => text(name, values)),
    fc.tuple(fc.string(), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).map(([name, height, width]) =>
      images(
        name,
        height,
        width,
        Array.from({ length: rows }, (_, row) => Array.from({ length: height * width }, (_, i) => (row * 7 + i) % 256)),
      ),
    ),
  );
  return fc.array(column, { maxLength: 6 }).map((columns) => ({ rows, columns }));
});

describe('encodeTable and decodeTable', () => {
  test('write and read the same table', ({ expect }) => {
    expect(decodeTable(bytesOf(TABLE).buffer)).toEqual(TABLE);
    fc.assert(
      fc.property(anyTable, (table) => {
        expect(decodeTable(bytesOf(table).buffer)).toEqual(table);
      }),
    );
  });

  test('begin with the signature and the length of the header, and keep the cells on eights', ({ expect }) => {
    const bytes = bytesOf(TABLE);
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('SWT2');
    const length = new DataView(bytes.buffer).getUint32(4, true);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toMatchObject({ rows: 3 });
    // Three float64, three int32 (12, padded to 16), three int8 (3, padded to 8); four uint32 where texts begin and
    // seven uint16 of words (14, padded to 16); nine bytes of images (padded to 16).
    const start = Math.ceil((8 + length) / 8) * 8;
    expect(bytes.byteLength).toBe(start + 24 + 16 + 8 + 16 + 16 + 16);
    expect(new DataView(bytes.buffer).getFloat64(start, true)).toBe(1.5);
  });

  test('give the same bytes for the same table', ({ expect }) => {
    expect(bytesOf(decodeTable(bytesOf(TABLE).buffer))).toEqual(bytesOf(TABLE));
  });
});

describe('encodeTable', () => {
  test('writes the stores of images one behind the other, and hands out views of the cells', ({ expect }) => {
    const stores = [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5, 6)];
    const column: ImageColumn = { ...images('image', 1, 2, [[], [], []]), stores };
    const { chunks } = encodeTable(tableOf(3, column));
    expect([...chunks].map(({ buffer }) => buffer)).toEqual(expect.arrayContaining(stores.map(({ buffer }) => buffer)));
    const [read] = decodeTable(bytesOf(tableOf(3, column)).buffer).columns;
    expect(read).toEqual({ ...column, stores: [Uint8Array.of(1, 2, 3, 4, 5, 6)] });
  });

  test('refuses rows that were picked', ({ expect }) => {
    expect(() => encodeTable(selectRows(TABLE, Int32Array.of(2, 0)))).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});

describe('decodeTable', () => {
  test('reads a dictionary of 200,000 words', ({ expect }) => {
    const table = tableOf(1, text('notes', [Array.from({ length: 200_000 }, (_, i) => `w${i}`).join(' ')]));
    const { buffer } = bytesOf(table);
    expect(decodeTable(buffer)).toEqual(table);
  });

  test('refuses a blob cut anywhere, and one with bytes too many', ({ expect }) => {
    const bytes = bytesOf(TABLE);
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
      expect(() => decodeTable(blobWith('SWT2', header))).toThrow(expect.objectContaining({ code: 'corrupt_blob' }));
    }
    const texts = '{"kind":"text","name":"a","stores":[{"dictionary":[1],"rows":0,"units":0}]}';
    const strange = [
      texts,
      texts.replace('[1]', '["a"]'),
      '{"kind":"image","name":"a","height":0,"width":1,"channels":1}',
    ];
    for (const column of strange) {
      const header = `{"rows":1,"columns":[${column}]}`;
      expect(() => decodeTable(blobWith('SWT2', header))).toThrow(expect.objectContaining({ code: 'corrupt_blob' }));
    }
    expect(decodeTable(blobWith('SWT2', '{"rows":0,"columns":[]}'))).toEqual({ rows: 0, columns: [] });
    expect(() => decodeTable(blobWith('SWT1', '{"rows":0,"columns":[]}'))).toThrow(
      expect.objectContaining({ code: 'corrupt_blob' }),
    );
  });

  test('refuses rows that the blob is too short for, however many', ({ expect }) => {
    for (const rows of [1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const header = JSON.stringify({ rows, columns: [{ kind: 'numeric', name: 'a' }] });
      expect(() => decodeTable(blobWith('SWT2', header))).toThrow(expect.objectContaining({ code: 'corrupt_blob' }));
    }
  });

  test('throws nothing but corrupt_blob, whatever the bytes', ({ expect }) => {
    const whole = bytesOf(TABLE);
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
