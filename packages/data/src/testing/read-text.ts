import { labelAt, type Table } from '../table/index.ts';

/** A text in pieces of `size` characters. */
export async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** Each column's name, kind and cells. */
export function columnsOf({ rows, columns }: Table): (string | null)[][] {
  return columns.map((column) => [
    column.name,
    column.kind,
    ...Array.from({ length: rows }, (_, row) => labelAt(column, row)),
  ]);
}

/** What was noted when the file was read. */
export function notesOf(table: Table): string {
  return table.reading!.file.notes.map(({ text }) => text).join(' ');
}
