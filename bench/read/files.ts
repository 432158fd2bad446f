import { parquetWriteBuffer, type ParquetWriteOptions } from 'hyparquet-writer';
import { zstdCompressSync } from 'node:zlib';
import { generator } from '@stepwell/base/random';
import { writeWorkbook } from '../../packages/data/src/formats/xlsx/testing/write-workbook.ts';

const MB = 1e6;
const COLUMNS = 10;
const WORDS = ['northern', 'southern', 'eastern-ish', 'western-ish', 'central', 'coastal', 'mountainous'];

/** A file and the media type that it is sent under. */
export interface BenchFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}

/** Rows of ten columns: numbers with seven digits behind the point and categories, in turns. */
function* rows(): Generator<(number | string)[], never> {
  const random = generator(1, 'bench', 'read');
  for (;;) {
    yield Array.from({ length: COLUMNS }, (_, i) =>
      i % 2 === 0 ? Math.round((random.uniform() - 0.5) * 1e11) / 1e7 : WORDS[random.below(WORDS.length)]!,
    );
  }
}

function take(count: number): (number | string)[][] {
  const all = rows();
  return Array.from({ length: count }, () => all.next().value);
}

/** The rows as CSV, up to so many megabytes. */
export function csvOf(megabytes: number, decimal: '.' | ',' = '.'): BenchFile {
  const delimiter = decimal === '.' ? ',' : ';';
  const lines = [Array.from({ length: COLUMNS }, (_, i) => `c${i}`).join(delimiter)];
  let bytes = 0;
  for (const row of rows()) {
    const cells = row.map((cell) => (typeof cell === 'string' ? cell : cell.toFixed(7).replace('.', decimal)));
    const line = cells.join(delimiter);
    lines.push(line);
    bytes += line.length + 1;
    if (bytes >= megabytes * MB) break;
  }
  return { name: decimal === '.' ? 'CSV' : 'CSV, decimal commas', bytes: utf8(lines.join('\n')), type: 'text/csv' };
}

/** The rows as JSON lines. */
export function jsonLinesOf(count: number): BenchFile {
  const lines = take(count).map((row) => JSON.stringify(Object.fromEntries(row.map((cell, i) => [`c${i}`, cell]))));
  return { name: 'JSON lines', bytes: utf8(lines.join('\n')), type: 'application/jsonl' };
}

/** The rows as Parquet. */
export function parquetOf(count: number, codec: 'SNAPPY' | 'ZSTD'): BenchFile {
  const all = take(count);
  const columnData = Array.from({ length: COLUMNS }, (_, i) => ({
    name: `c${i}`,
    data: all.map((row) => row[i]!),
    type: i % 2 === 0 ? ('DOUBLE' as const) : ('STRING' as const),
  }));
  const options: Omit<ParquetWriteOptions, 'writer'> = {
    columnData,
    rowGroupSize: 100_000,
    codec,
    compressors: { ZSTD: (input: Uint8Array) => new Uint8Array(zstdCompressSync(input)) },
  };
  return {
    name: `Parquet, ${codec.toLowerCase()}`,
    bytes: new Uint8Array(parquetWriteBuffer(options)),
    type: 'application/vnd.apache.parquet',
  };
}

/** The first four columns of the rows as a workbook. */
export function workbookOf(count: number): BenchFile {
  const cell = (value: number | string, i: number, row: number) =>
    typeof value === 'number'
      ? `<c r="${String.fromCharCode(65 + i)}${row}"><v>${value}</v></c>`
      : `<c r="${String.fromCharCode(65 + i)}${row}" t="s"><v>${WORDS.indexOf(value)}</v></c>`;
  const header = `<row r="1">${[0, 1, 2, 3].map((i) => `<c t="inlineStr"><is><t>c${i}</t></is></c>`).join('')}</row>`;
  const body = take(count).map(
    (row, at) =>
      `<row r="${at + 2}">${row
        .slice(0, 4)
        .map((value, i) => cell(value, i, at + 2))
        .join('')}</row>`,
  );
  const bytes = writeWorkbook({ sheets: { Rows: header + body.join('') }, strings: WORDS });
  return {
    name: 'Excel',
    bytes: Uint8Array.from(bytes),
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  };
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
