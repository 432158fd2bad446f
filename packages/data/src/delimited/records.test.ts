import { describe, test } from 'vitest';
import fc from 'fast-check';
import type { Dialect } from './dialect.ts';
import { cellOf, Records } from './records.ts';

/** All records of a text that comes in these pieces: their first lines and cells. */
function recordsOf(pieces: readonly string[], dialect: Dialect): [number, string[]][] {
  const found: [number, string[]][] = [];
  const records = new Records(dialect, 1);
  const keep = (record: Parameters<typeof cellOf>[0]) => {
    found.push([record.line, Array.from({ length: record.count }, (_, i) => cellOf(record, i))]);
    // As readers take a record whose quotes are out of order.
    return record.isOdd && record.lines > 1 ? 1 : record.lines;
  };
  for (const piece of pieces) records.feed(piece, false, keep);
  records.feed('', true, keep);
  return found;
}

/** A text cut at these places. */
function cutAt(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % text.length))].toSorted((a, b) => a - b);
  return [...ends, text.length].map((end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end));
}

// The last 4,096 characters of a text wait for more, so that cuts matter only in records that are longer.
const long = ['z'.repeat(4_200), `"${'y, '.repeat(1_500)}"`, `"say ""${'s'.repeat(4_100)}""\r\n"`];
const line = fc.oneof(
  { weight: 9, arbitrary: fc.array(fc.constantFrom('ab', '1.5', '""', '"x, y"', '"two\nlines"', ' "z" ', ...long)) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom('ab', '"', 'a"b', '"x"y', '', ...long)) },
);
const text = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.map(([cells, end]) => cells.join(',') + end).join(''))
  .filter((written) => written !== '');

describe('Records', () => {
  test.for([
    { delimiter: ',', quote: '"', escape: 'double' },
    { delimiter: ',', quote: null, escape: 'double' },
    { delimiter: ' ', quote: '"', escape: 'backslash' },
  ] satisfies Dialect[])('are the same wherever the text is cut: %o', (dialect, { expect }) => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), (whole, places) => {
        expect(recordsOf(cutAt(whole, places), dialect)).toEqual(recordsOf([whole], dialect));
      }),
    );
  });

  test('a line end in two pieces is one', ({ expect }) => {
    const dialect: Dialect = { delimiter: ',', quote: '"', escape: 'double' };
    const cell = 'd'.repeat(5_000);
    expect(recordsOf([`a,b\nc,${cell}\r`, '\n1,2\n'], dialect)).toEqual([
      [1, ['a', 'b']],
      [2, ['c', cell]],
      [3, ['1', '2']],
    ]);
  });
});
