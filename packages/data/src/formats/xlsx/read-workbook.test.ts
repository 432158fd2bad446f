import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, test } from 'vitest';
import { StepwellError } from '@stepwell/base/errors';
import { utf8 } from '../../testing/archive/files.ts';
import { UPLOAD_LIMITS, type UploadLimits } from '../../upload/limits.ts';
import { labelAt } from '../../table/index.ts';
import { isOldWorkbook, isWorkbook, oldWorkbook, readWorkbook, type WorkbookOptions } from './index.ts';
import { row, writeWorkbook } from './testing/write-workbook.ts';

const read = async (file: Uint8Array, options: WorkbookOptions = {}, limits: Partial<UploadLimits> = {}) =>
  (await readWorkbook(file, { ...UPLOAD_LIMITS, ...limits }, options)).table;
/** The cells of each column as labels, and what the reader notes. */
async function cellsOf(...args: Parameters<typeof read>) {
  const { rows, columns, reading } = await read(...args);
  const cells = Object.fromEntries(
    columns.map((column) => [
      column.name,
      Array.from({ length: rows }, (_, at) => (column.kind === 'text' ? 'text' : labelAt(column, at))),
    ]),
  );
  return { cells, notes: reading!.file.notes.map(({ text }) => text), file: reading!.file, columns: reading!.columns };
}
const codeOf = (...args: Parameters<typeof read>) =>
  read(...args).then(
    () => null,
    ({ code }: { code: string }) => code,
  );

const PLAIN = `${row(1, 'a', 'b')}${row(2, 1, 'x')}${row(3, 2, 'y')}`;

describe('readWorkbook', () => {
  test('reads texts, numbers, truths and errors', async ({ expect }) => {
    const rows =
      '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>' +
      '<row><c><v>4.7500000000000001E-2</v></c><c t="s"><v>4</v></c><c t="b"><v>1</v></c><c><v>1</v></c></row>' +
      '<row><c><v>-3</v></c><c t="str"><f>A1&amp;"z"</f><v>z &amp; z</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>';
    const strings = [
      'number',
      '<r><t>te</t></r><r><rPr/><t>xt</t></r><rPh sb="0"><t>READ</t></rPh>',
      ' truth ',
      'error',
      'a&lt;b_x000D_&#233;',
    ];
    const { cells, notes, file } = await cellsOf(writeWorkbook({ sheets: { S: rows }, strings }));
    expect(cells).toEqual({
      number: ['0.0475', '-3'],
      text: ['a<b\ré', 'z & z'],
      truth: ['true', 'false'],
      error: ['1', null],
    });
    expect(notes).toEqual(['1 cell holds an error such as #N/A in "error" and counts as missing.']);
    expect(file).toMatchObject({ format: 'xlsx', header: 1, setAside: [] });
  });

  // Serial numbers from ECMA-376 18.17.4.1: 1 is 1 January 1900, 44259 is 4 March 2021.
  test.for([
    [false, 44_259, '2021-03-04'],
    [false, 44_259.212581, '2021-03-04T05:06:06.998Z'],
    [false, 1, '1900-01-01'],
    [false, 59, '1900-02-28'],
    [false, 61, '1900-03-01'],
    [true, 0, '1904-01-01'],
    [true, 42_797, '2021-03-04'],
  ] as const)('reads dates where days count from 1904: %s, %d is %s', async ([is1904, days, date], { expect }) => {
    const sheet = `${row(1, 'day', 'n')}<row r="2"><c s="1"><v>${days}</v></c><c><v>7</v></c></row>`;
    const { cells } = await cellsOf(writeWorkbook({ sheets: { S: sheet }, formats: [14], is1904 }));
    expect(cells).toEqual({ day: [date], n: ['7'] });
  });

  test('reads times and spans of time as hours, and percentages as they are stored', async ({ expect }) => {
    const sheet = `${row(1, 'time', 'span', 'share', 'iso')}<row r="2"><c s="1"><v>0.27083333333333331</v></c><c s="2"><v>1.25</v></c><c s="3"><v>4.7500000000000001E-2</v></c><c t="d"><v>12:45:00</v></c></row>`;
    const { cells, notes } = await cellsOf(
      writeWorkbook({ sheets: { S: sheet }, formats: ['h:mm\\ AM/PM', '[h]:mm:ss', '0.00%'] }),
    );
    expect(cells).toEqual({ time: ['6.5'], span: ['30'], share: ['0.0475'], iso: ['12.75'] });
    expect(notes).toHaveLength(4);
  });

  test('takes the first visible sheet with a table, or the one that is asked for', async ({ expect }) => {
    const sheets = {
      Cover: row(1, 'My report'),
      Secret: PLAIN.replaceAll('>x<', '>secret<'),
      Data: PLAIN,
      More: PLAIN.replaceAll('>x<', '>more<'),
    };
    const file = writeWorkbook({ sheets, states: { Secret: 'veryHidden' } });
    const { cells, notes } = await cellsOf(file);
    expect(cells).toEqual({ a: ['1', '2'], b: ['x', 'y'] });
    expect(notes).toEqual([
      'The sheet "Data" was read, the first visible one with a table. The others are: "Cover", "Secret" (hidden), "More".',
    ]);
    expect((await cellsOf(file, { sheet: 'More' })).cells['b']).toEqual(['more', 'y']);
    await expect(read(file, { sheet: 'Gone' })).rejects.toMatchObject({
      code: 'unknown_part',
      message: /"Cover", "Secret" \(hidden\), "Data", "More"/,
    });
    expect(await codeOf(file, { sheet: 'Cover' })).toBe('not_a_table');
  });

  test('finds a table below a title, beside empty columns, above totals and notes', async ({ expect }) => {
    const shifted = (number: number, ...cells: (string | number)[]) => row(number, '', ...cells);
    const sheet = [
      shifted(2, 'Sales of 2021'),
      shifted(4, 'shop', 'sales', 'staff'),
      ...[5, 6, 7, 8].map((number) => shifted(number, `shop ${number}`, number * 1.5, number)),
      shifted(9, 'Total', 39, 26),
      shifted(11, 'Source: own books'),
    ].join('');
    const { cells, file, notes } = await cellsOf(
      writeWorkbook({ sheets: { S: sheet }, behind: '<mergeCells><mergeCell ref="B2:D2"/></mergeCells>' }),
    );
    expect(cells).toEqual({
      shop: ['shop 5', 'shop 6', 'shop 7', 'shop 8'],
      sales: ['7.5', '9', '10.5', '12'],
      staff: ['5', '6', '7', '8'],
    });
    expect(file.header).toBe(4);
    expect(file.setAside.map(({ why, examples }) => [why, examples[0]!.line])).toEqual([
      ['preamble', 2],
      ['totals', 9],
      ['footer', 11],
    ]);
    expect(notes).toEqual(['Of merged cells, only the first has the value.']);
  });

  test('doubts formulas that were never computed', async ({ expect }) => {
    const formula = (value: string) => `<c><f>A2*2</f>${value}</c>`;
    const sheet = `${row(1, 'a', 'zeros', 'unsaved')}${[2, 3, 4].map((n) => `<row r="${n}"><c><v>${n}</v></c>${formula('<v>0</v>')}${formula('')}</row>`).join('')}`;
    const { cells, notes } = await cellsOf(writeWorkbook({ sheets: { S: sheet } }));
    expect(cells['unsaved']).toEqual([null, null, null]);
    expect(notes[0]).toMatch(/All cells of "zeros" are formulas with the value 0/);
    expect(notes[1]).toMatch(/3 formulas have no value in "unsaved"/);
  });

  test('takes the header that is asked for, and the rows that are sampled', async ({ expect }) => {
    const file = writeWorkbook({ sheets: { S: PLAIN } });
    expect((await cellsOf(file, { header: 'none' })).cells).toEqual({
      'column 1': ['a', '1', '2'],
      'column 2': ['b', 'x', 'y'],
    });
    expect((await cellsOf(file, { header: 2 })).cells).toEqual({ 1: ['2'], x: ['y'] });
    expect((await cellsOf(file, {}, { isSampled: (at) => at === 1 })).cells).toEqual({ a: ['2'], b: ['y'] });
    expect(await codeOf(file, {}, { isSampled: () => false })).toBe('empty_table');
  });
});

describe('readWorkbook refuses', () => {
  test('what is no workbook, or an old one', async ({ expect }) => {
    expect(isWorkbook(['[Content_Types].xml', 'xl/workbook.xml'])).toBe(true);
    expect(isWorkbook(['a.csv'])).toBe(false);
    expect(isOldWorkbook(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0))).toBe(true);
    expect(isOldWorkbook(utf8('a,b'))).toBe(false);
    expect(oldWorkbook()).toMatchObject({ code: 'unsupported_archive', message: /without a password/ });
    // As reports/22g-workbook.xlsx: parts by the right names, and nothing in them.
    const stub = zipSync({ 'xl/workbook.xml': utf8('<workbook/>'), 'xl/worksheets/sheet1.xml': utf8('<worksheet/>') });
    expect(await codeOf(stub)).toBe('not_a_table');
  });

  test('types of its own, and links out of it are not followed', async ({ expect }) => {
    const dtd = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>';
    expect(await codeOf(writeWorkbook({ sheets: { S: PLAIN }, more: { 'xl/sharedStrings.xml': dtd } }))).toBe(
      'unsupported_archive',
    );
    const out =
      '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="http://a.b/c.xml" TargetMode="External"/></Relationships>';
    expect(await codeOf(writeWorkbook({ sheets: { S: PLAIN }, more: { 'xl/_rels/workbook.xml.rels': out } }))).toBe(
      'not_a_table',
    );
  });

  test('bombs', async ({ expect }) => {
    const sheet = PLAIN + row(4, 3, 'z').repeat(100_000);
    expect(await codeOf(writeWorkbook({ sheets: { S: sheet } }), {}, { unpackedBytes: 1_000_000 })).toBe(
      'archive_too_large',
    );
    // One long text, to which all cells refer.
    const cells = Array.from(
      { length: 5_000 },
      (_, i) => `<row r="${i + 2}"><c><v>${i}</v></c><c t="s"><v>${i % 2}</v></c></row>`,
    ).join('');
    const strings = ['a', 'b'].map((letter) => `${letter} `.repeat(20_000));
    const file = writeWorkbook({ sheets: { S: row(1, 'n', 't') + cells }, strings });
    expect(await codeOf(file, {}, { unpackedBytes: 10_000_000 })).toBe('archive_too_large');
    expect(await codeOf(file, {}, { maxEncodedBytes: 1_000 })).toBe('dataset_too_large');
    const wide = Array.from({ length: 1_001 }, (_, i) => `<c t="inlineStr"><is><t>c${i}</t></is></c>`).join('');
    const row2 = wide.replaceAll('>c', '>v');
    expect(await codeOf(writeWorkbook({ sheets: { S: `<row>${wide}</row><row>${row2}</row>` } }))).toBe(
      'too_many_columns',
    );
  });

  test('no cell that lies far off', async ({ expect }) => {
    const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    const many = Array.from({ length: 300 }, (_, i) => row(i + 2, i, `n${i}`)).join('');
    const { cells, notes } = await cellsOf(writeWorkbook({ sheets: { S: row(1, 'a', 'b') + many + far } }));
    expect(cells['b']).toHaveLength(300);
    expect(notes).toEqual(['1 cell beside the table was left out.']);
  });

  test('damaged files, with a sentence', async ({ expect }) => {
    const formats = ['0.0%', '[h]:mm', 14];
    const file = writeWorkbook({ sheets: { S: PLAIN, T: PLAIN }, strings: ['x', 'y'], formats });
    const sheetXml = fc.stringMatching(
      /^(<\/?(c|v|row|f|is|t|mergeCell)( (r|t|s)="[A-Z0-9]{0,4}")?\/?>|[0-9a-z&;<]{0,3}){0,12}$/,
    );
    const anyFile = fc.oneof(
      fc.array(fc.tuple(fc.nat({ max: file.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 }).map((changes) => {
        const changed = file.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        return changed;
      }),
      fc.nat({ max: file.length }).map((length) => file.slice(0, length)),
      sheetXml.map((xml) => writeWorkbook({ sheets: { S: PLAIN + xml } })),
    );
    let tables = 0;
    await fc.assert(
      fc.asyncProperty(anyFile, async (bytes) => {
        try {
          expect((await read(bytes)).rows).toBeGreaterThan(0);
          tables++;
        } catch (error) {
          if (!(error instanceof StepwellError)) throw error;
          expect(error.status).toBeLessThan(500);
        }
      }),
      { numRuns: Number(process.env['STEPWELL_FUZZ'] || 150) },
    );
    expect(tables).toBeGreaterThan(5);
  });
});
