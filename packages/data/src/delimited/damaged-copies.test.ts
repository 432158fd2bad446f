import { describe, test } from 'vitest';
import { cleanTable, damagedCopies, type DamagedCopy } from '../testing/damaged-copies.ts';
import { streamOf } from '../testing/streams.ts';
import { labelAt, textAt, type Table } from '../table/index.ts';
import { readDelimited } from './read-delimited.ts';

/** Every so many copies in the gate; all of them with STEPWELL_SIZE=full. */
const EVERY = process.env['STEPWELL_SIZE'] === 'full' ? 1 : 7;

/** A cell in one form: numbers without zeros at the end, words in lower case. */
function normal(cell: string): string {
  const number = Number(cell);
  return cell.trim() !== '' && Number.isFinite(number) ? String(number) : cell.trim().toLowerCase();
}

function cellsOf(table: Table): string[][] {
  return Array.from({ length: table.rows }, (_, row) =>
    table.columns.map((column) =>
      column.kind === 'text' ? textAt(column, row).join(' ') : normal(labelAt(column, row) ?? ''),
    ),
  );
}

/** How much of a copy was read right: whether at all, its header, and the share of its cells. */
async function scoreOf(copy: DamagedCopy): Promise<{ read: boolean; header: boolean; cells: number }> {
  try {
    const { table } = await readDelimited(streamOf(new TextEncoder().encode(copy.text)));
    const header = copy.header === null || copy.header.every((name, i) => table.columns[i]?.name === name);
    const read = cellsOf(table);
    let [right, all] = [0, 0];
    // Rows are told apart by their code, which is different in each.
    const byCode = new Map(read.map((row) => [row[5], row]));
    for (const row of copy.rows) {
      const found = byCode.get(normal(row[5]!));
      row.forEach((cell, i) => {
        all++;
        if (found?.[i] === normal(cell)) right++;
      });
    }
    return { read: true, header, cells: right / all };
  } catch {
    return { read: false, header: false, cells: 0 };
  }
}

describe('damaged copies of a table', () => {
  test('are read, with nothing said about them', async ({ expect }) => {
    const all = damagedCopies(cleanTable());
    expect(all.length).toBeGreaterThanOrEqual(1_500);
    const copies = all.filter((_, i) => i % EVERY === 0);
    const kinds = new Map<string, { copies: number; read: number; header: number; cells: number }>();
    const sums = { copies: 0, read: 0, header: 0, cells: 0 };
    for (const copy of copies) {
      const { read, header, cells } = await scoreOf(copy);
      const kind = kinds.get(copy.kind) ?? { copies: 0, read: 0, header: 0, cells: 0 };
      kinds.set(copy.kind, kind);
      for (const sum of [kind, sums]) {
        sum.copies++;
        sum.read += Number(read);
        sum.header += Number(header);
        sum.cells += cells;
      }
    }
    if (EVERY === 1) console.table(Object.fromEntries(kinds));
    expect(sums.read / copies.length).toBeGreaterThanOrEqual(0.99);
    expect(sums.header / copies.length).toBeGreaterThanOrEqual(0.98);
    expect(sums.cells / copies.length).toBeGreaterThanOrEqual(0.97);
  });
});
