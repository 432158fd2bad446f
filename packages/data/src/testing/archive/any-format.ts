import fc from 'fast-check';
import kinds from '../../formats/parquet/fixtures/kinds.json' with { type: 'json' };
import pages from '../../formats/parquet/fixtures/pages.json' with { type: 'json' };
import { row, writeWorkbook } from '../../formats/xlsx/testing/write-workbook.ts';
import { fromBase64, utf8 } from './files.ts';

const PARQUET = [...Object.values(kinds), ...Object.values(pages)].map(fromBase64);

/** A text put together of pieces of a grammar, most of the time in an order that makes sense. */
const textOf = (pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));

const NUMBERS = ['1', '-2.5', '1e400', '28,7', '$52,000', '4.75%', '9007199254740993', '1.234.567,8', '∞', '١٢'];
const DATES = ['2021-03-04', '03/04/2021', '1609459200', '20210304', '31.12.99 23:59', '0000-00-00'];
const WORDS = ['x', ' YES', 'NA', '', '__proto__', 'a b c d e', '日本語', '\u202e', "='1+1"];

/** Delimited text as no program writes it. */
const anyText = textOf([
  ...NUMBERS,
  ...DATES,
  ...WORDS,
  ',',
  ',',
  ',',
  ';',
  '\t',
  '|',
  ' ',
  '"',
  '"',
  "'",
  '\\',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '#',
  'sep=;\n',
  'Total',
]);

const anyCell = fc.constantFrom(...NUMBERS, ...DATES, ...WORDS);
const anyTable = fc
  .tuple(fc.constantFrom(',', ';', '\t', '|'), fc.integer({ min: 2, max: 5 }))
  .chain(([delimiter, width]) =>
    fc
      .array(fc.array(anyCell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 15 })
      .map((rows) => rows.map((cells) => cells.map((cell) => `"${cell}"`).join(delimiter)).join('\n')),
  );

const anyJson = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .array(fc.record({ a: fc.jsonValue({ maxDepth: 2 }), b: fc.double(), c: fc.constantFrom('x', null, true) }), {
      maxLength: 10,
    })
    .chain((rows) =>
      fc.constantFrom(
        JSON.stringify(rows),
        rows.map((one) => JSON.stringify(one)).join('\n'),
        JSON.stringify({ rows }),
      ),
    ),
  fc.nat({ max: 3_000 }).map((depth) => `[${'[{"a":'.repeat(depth)}`),
  textOf(['{', '}', '[', ']', '"a"', ':', ',', '1', 'null', '\n', '"', '\\u', '{"a":1,"b":"x"}\n', ' ']),
);

const anyArff = textOf([
  '@relation r\n',
  '@attribute a numeric\n',
  '@attribute b {x,y}\n',
  '@attribute c date "yyyy-MM-dd"\n',
  '@data\n',

  '@attribute d relational\n',
  '1,x,?\n',
  '{0 1,1 y}\n',
  "'a b',",
  '%',
  '@end',
  ',',
  '\n',
  '"',
  '{',
  '}',
  '5,{2}\n',
]).map((text) => `@relation r\n@attribute a numeric\n@attribute b {x,y}\n${text}`);

const anySvmlight = textOf([
  '1 1:2\n',
  '-1 2:0.5 9:1\n',
  '0 ',
  '3:',
  ':4',
  'qid:1 ',
  '# note\n',
  '99999999:1',
  '-1:2',
  '\n',
]).map((text) => `1 1:0.5 3:2\n-1 2:1 3:4\n${text}`);

const anyWorkbook = fc
  .tuple(
    fc.stringMatching(
      /^(<\/?(c|v|row|f|is|t|mergeCell)( (r|t|s)="[A-Z0-9]{0,4}")?\/?>|<!ENTITY a "b">|&[a-z]{1,3};|[0-9a-z&;<]{0,3}){0,12}$/,
    ),
    fc.array(fc.oneof(fc.constantFrom(14, 10, '[h]:mm', '0.0%', 'yyyy'), fc.nat({ max: 60 })), { maxLength: 3 }),
  )
  .map(([xml, formats]) =>
    writeWorkbook({
      sheets: { S: `${row(1, 'a', 'b')}${row(2, 1, 'x')}${row(3, 2, 'y')}${xml}`, T: row(1, 'note') },
      strings: ['x', '<t>y</t>'],
      formats,
    }),
  );

/** Files of a table in every format, whole ones and ones that only begin like it. */
export const anyFormat: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.oneof(anyText, anyTable, anyJson, anyArff, anySvmlight).map((text) => utf8(text)),
  anyWorkbook,
  fc.constantFrom(...PARQUET),
);
