import { readDelimited } from './read-delimited.ts';
import { describe, test } from 'vitest';
import { streamOf, tableFrom } from '../testing/streams.ts';
import { DEFAULT_LIMITS } from '../table/index.ts';

const CHUNKS = [1, 65_536];

function bytesOf(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)),
  );
}

describe.for(CHUNKS)('readDelimited, of what is no table, in chunks of %i bytes', (chunk) => {
  test('names the line of the first row that does not fit, where there are too many', async ({ expect }) => {
    for (const [text, line] of [
      [`a,b\n1,2\n${'3\n'.repeat(6)}4,5\n`, 3],
      [`a,b\r\n1,2\r\n3,4\r\n${'5,6,7\r\n'.repeat(6)}8,9\r\n${'1,2\r\n'.repeat(10)}`, 4],
      // The quoted cell has a line end of its own.
      [`a,b\n1,"x\ny"\n3,4\n${'5\n'.repeat(6)}7,8\n${'1,2\n'.repeat(10)}`, 5],
    ] as const) {
      await expect(tableFrom(text, chunk)).rejects.toMatchObject({
        code: 'ragged_rows',
        details: { line, misfits: 6, width: 2 },
      });
    }
  });

  test('refuses zero bytes: a spreadsheet or an archive', async ({ expect }) => {
    const zip = bytesOf('PK', [3, 4, 20, 0, 6, 0], 'a,b\n1,2\n');
    await expect(readDelimited(streamOf(zip, [chunk]))).rejects.toMatchObject({ code: 'not_a_table' });
    await expect(tableFrom('a,b\n1,2\n3,\u00004', chunk)).rejects.toMatchObject({ code: 'not_a_table' });
  });

  test('refuses a file without rows', async ({ expect }) => {
    for (const text of ['', '\n\n', '\ufeff', 'a,b', 'a,b\n', 'a,b\r\n\r\n']) {
      await expect(tableFrom(text, chunk)).rejects.toMatchObject({ code: 'empty_table' });
    }
  });

  test('refuses a single column', async ({ expect }) => {
    await expect(tableFrom('a\n1\n2\n', chunk)).rejects.toMatchObject({ code: 'too_few_columns' });
  });

  test('refuses more columns than the limit, and takes as many', async ({ expect }) => {
    const limits = { ...DEFAULT_LIMITS, maxColumns: 3 };
    expect((await tableFrom('a,b,c\n1,2,3\n', chunk, limits)).columns).toHaveLength(3);
    await expect(tableFrom('a,b,c,d\n1,2,3,4\n', chunk, limits)).rejects.toMatchObject({
      code: 'too_many_columns',
      details: { columns: 4, limit: 3 },
    });
  });

  test('refuses more bytes than the limit, and takes as many', async ({ expect }) => {
    const text = 'a,b\n1,2\n'; // 8 bytes
    expect((await tableFrom(text, chunk, { ...DEFAULT_LIMITS, maxBytes: 8 })).rows).toBe(1);
    await expect(tableFrom(text, chunk, { ...DEFAULT_LIMITS, maxBytes: 7 })).rejects.toMatchObject({
      code: 'body_too_large',
      details: { limitBytes: 7 },
    });
  });

  test('refuses typed columns over the limit, and takes as many', async ({ expect }) => {
    // A number takes 8 bytes and a name 4: twelve a row; and each of the two letters takes 2.
    const text = 'a,b\n1,x\n2,y\n';
    expect((await tableFrom(text, chunk, { ...DEFAULT_LIMITS, maxEncodedBytes: 28 })).rows).toBe(2);
    await expect(tableFrom(text, chunk, { ...DEFAULT_LIMITS, maxEncodedBytes: 27 })).rejects.toMatchObject({
      code: 'dataset_too_large',
    });
  });
});

describe('readDelimited', () => {
  test('refuses a row of more than a million characters', async ({ expect }) => {
    await expect(tableFrom(`a,b\n1,${'x'.repeat(1_000_001)}\n`)).rejects.toMatchObject({ code: 'cell_too_long' });
    // A quote that never closes takes one line with it, not the file.
    await expect(tableFrom(`a,b\n1,"${'x\n'.repeat(600_000)}\n`)).rejects.toMatchObject({ code: 'too_few_columns' });
    await expect(tableFrom(`a,${'b'.repeat(1_000_001)}\n1,2\n`)).rejects.toMatchObject({ code: 'cell_too_long' });
  });

  test('stops reading at the first row past the limit, and cancels the stream', async ({ expect }) => {
    let cancelled = false;
    const header = new TextEncoder().encode('a,b\n');
    const rows = new TextEncoder().encode('1,2\n'.repeat(4_096));
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(sent++ === 0 ? header : rows),
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(readDelimited(endless, { ...DEFAULT_LIMITS, maxEncodedBytes: 100_000 })).rejects.toMatchObject({
      code: 'dataset_too_large',
    });
    expect(cancelled).toBe(true);
    // 100 000 bytes are 6 250 rows of 16, and 4 096 rows come at a time.
    expect(sent).toBeLessThan(20);
  });

  test('says so when the upload breaks off, at once or later', async ({ expect }) => {
    for (const before of ['', 'a,', 'a,b\n1,2\n']) {
      let sent = false;
      const broken = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent || before === '') return controller.error(new TypeError('network'));
          sent = true;
          controller.enqueue(new TextEncoder().encode(before));
        },
      });
      await expect(readDelimited(broken)).rejects.toMatchObject({ name: 'StepwellError', code: 'not_a_table' });
    }
  });

  test('refuses what is no table, or reads it, however it goes on', async ({ expect }) => {
    const refused = {
      'three hundred thousand columns': `${Array.from({ length: 3e5 }, (_, i) => `c${i}`).join(',')}\n1\n`,
      'nothing but commas': ','.repeat(1.1e6),
    };
    for (const [what, text] of Object.entries(refused)) {
      await expect(tableFrom(text), what).rejects.toMatchObject({ code: 'too_many_columns' });
    }
    await expect(tableFrom(`a,b\n${'"'.repeat(1.1e6)}`)).rejects.toMatchObject({ code: 'cell_too_long' });
    await expect(tableFrom(`a,b\n"${'\\'.repeat(1.1e6)}"\n`)).rejects.toMatchObject({ code: 'cell_too_long' });
    // A quote in every line that never closes: each line is read alone.
    expect((await tableFrom(`a,b\n${'1,"x\n'.repeat(5e4)}`)).rows).toBe(50_000);
    expect((await tableFrom(`a,b\n${'\n'.repeat(2e5)}1,2\n`)).rows).toBe(1);
  });
});
