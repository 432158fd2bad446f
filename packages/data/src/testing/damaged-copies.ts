/**
 * Damaged copies of a clean table, in the manner of published benchmarks of loading: one thing is wrong in each, with the whole file
 * or with one row.
 *
 * @see Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: Pollock: A Data Loading Benchmark, 2023, whose kinds of damage these follow
 */

/** The clean table: a header and 85 rows of 9 cells. */
export interface CleanTable {
  header: string[];
  rows: string[][];
}

/** A damaged copy, and what should be read of it. */
export interface DamagedCopy {
  kind: string;
  text: string;
  header: string[] | null;
  rows: string[][];
}

/** How a text is written. */
interface Writing {
  delimiter: string;
  quote: string;
  escape: string;
  end: string;
  /** Whether every cell is quoted; otherwise those that need it. */
  all: boolean;
}

const PLAIN: Writing = { delimiter: ',', quote: '"', escape: '"', end: '\n', all: false };
const ROWS = 85;

/** @returns the clean table: dates, numbers, names, words with commas, and text. */
export function cleanTable(): CleanTable {
  const header = ['date', 'place', 'price', 'count', 'share', 'code', 'comment', 'grade', 'open'];
  const places = ['Oslo', 'Lyon', 'Graz', 'Bern', 'Kyoto'];
  const comments = ['as new', 'a scratch, small', 'said "fine"', 'returned; refunded', 'none'];
  const rows = Array.from({ length: ROWS }, (_, i) => [
    `2021-${pad((i % 12) + 1)}-${pad((i % 28) + 1)}`,
    places[i % 5]!,
    (12.5 + i * 1.25).toFixed(2),
    String((i * 37) % 101),
    (((i * 13) % 97) / 100).toFixed(2),
    `K${String(i * 7).padStart(4, '0')}`,
    comments[i % 5]!,
    ['A', 'B', 'C'][i % 3]!,
    i % 2 === 0 ? 'yes' : 'no',
  ]);
  return { header, rows };
}

/** @returns at least 1,500 damaged copies. */
export function damagedCopies({ header, rows }: CleanTable): DamagedCopy[] {
  const copies: DamagedCopy[] = [];
  const clean = [header, ...rows];
  const add = (kind: string, text: string, expected: string[][] = rows, names: string[] | null = header) =>
    copies.push({ kind, text, header: names, rows: expected });
  const write = (lines: readonly string[][], how: Partial<Writing> = {}) => writeAll(lines, { ...PLAIN, ...how });

  for (const delimiter of [',', ';', '\t', '|', ':', ' ', '^', '~']) {
    for (const quote of ['"', "'"]) {
      for (const end of ['\n', '\r\n', '\r']) {
        for (const all of [false, true])
          add('file: dialect', write(clean, { delimiter, quote, escape: quote, end, all }));
      }
    }
    add('file: backslash', write(clean, { delimiter, escape: '\\' }));
  }
  add('file: no header', write(rows), rows, null);
  add('file: no final line end', write(clean).trimEnd());
  add('file: byte order mark', `\ufeff${write(clean)}`);
  add('file: sep line', `sep=;\n${write(clean, { delimiter: ';' })}`);
  for (let lines = 1; lines <= 5; lines++) {
    add('file: preamble', 'Report of the second quarter\n'.repeat(lines) + write(clean));
    add('file: padded preamble', `Report of the second quarter${','.repeat(8)}\n`.repeat(lines) + write(clean));
    add('file: comment', '# exported by a logger\n'.repeat(lines) + write(clean));
    add('file: blank lines above', '\n'.repeat(lines) + write(clean));
    add('file: blank lines below', write(clean) + '\n'.repeat(lines));
    add('file: footer', `${write(clean)}${'Source: the archive\n'.repeat(lines)}`);
    add('file: header repeated', write([header, ...rows.slice(0, lines * 10), header, ...rows.slice(lines * 10)]));
    add('file: trailing delimiters', write(clean.map((line) => [...line, ...Array.from({ length: lines }, () => '')])));
    add(
      'file: empty columns at the end',
      write(
        clean.map((line, i) => [...line, ...Array.from({ length: lines }, (_, j) => (i === 0 ? `empty ${j}` : ''))]),
      ),
      rows.map((row) => [...row, ...Array.from({ length: lines }, () => '')]),
      [...header, ...Array.from({ length: lines }, (_, j) => `empty ${j}`)],
    );
  }
  for (const wider of [7, 8, 10, 11]) {
    const other = Array.from({ length: 5 }, (_, i) => Array.from({ length: wider }, (_, j) => `${i}${j}`));
    add('file: a second table', `${write(clean)}\n${write(other)}`);
  }
  for (let row = 0; row <= ROWS; row++) {
    const line = clean[row]!;
    const without = rows.filter((_, i) => i !== row - 1);
    const others = (changed: string) =>
      [
        ...clean.slice(0, row).map((one) => writeLine(one, PLAIN)),
        changed,
        ...clean.slice(row + 1).map((one) => writeLine(one, PLAIN)),
      ].join('\n') + '\n';
    for (const delimiter of [';', '\t', '|']) {
      add('row: another delimiter', others(writeLine(line, { ...PLAIN, delimiter })));
    }
    add('row: another quote', others(writeLine(line, { ...PLAIN, quote: "'", escape: "'", all: true })));
    add(
      'row: another line end',
      `${writeAll(clean.slice(0, row), PLAIN)}${writeLine(line, PLAIN)}\r\n${writeAll(clean.slice(row + 1), PLAIN)}`,
    );
    for (const column of [0, 3, 4, 8]) {
      const cells = line.map((cell) => writeCell(cell, PLAIN));
      if (row > 0) {
        add('row: a stray quote before a cell', others(cells.with(column, `"${line[column]!}`).join(',')));
        add('row: a stray quote behind a cell', others(cells.with(column, `${line[column]!}"`).join(',')));
      }
    }
    if (row === 0) continue;
    add('row: a cell too many', others(`${writeLine(line, PLAIN)},x`), without);
    add('row: a cell too few', others(writeLine(line.slice(0, -1), PLAIN)), without);
    add('row: blank line after it', others(`${writeLine(line, PLAIN)}\n`));
    add('row: spaces around its cells', others(line.map((cell) => ` ${writeCell(cell, PLAIN)} `).join(',')));
  }
  return copies;
}

function writeAll(lines: readonly string[][], how: Writing): string {
  return lines.map((line) => writeLine(line, how) + how.end).join('');
}

function writeLine(cells: readonly string[], how: Writing): string {
  return cells.map((cell) => writeCell(cell, how)).join(how.delimiter);
}

function writeCell(cell: string, { delimiter, quote, escape, all }: Writing): string {
  const needs =
    all || [delimiter, quote, '\n', '\r', ' '].some((one) => cell.includes(one) && (one !== ' ' || delimiter === ' '));
  return needs ? quote + cell.replaceAll(quote, escape + quote) + quote : cell;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
