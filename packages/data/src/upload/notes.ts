import type { Table } from '../table/index.ts';
import { fileReadingOf, type FileReading, type SetAside } from '../values/reading.ts';

/** Something that a person should know about how a file was read. */
export type Note = FileReading['notes'][number];

export function info(text: string): Note {
  return { severity: 'info', text };
}

export function warn(text: string): Note {
  return { severity: 'warn', text };
}

/** @returns the count with its noun: "1 image", "2 images". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** @returns "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** @returns the table, with how its file was read wherever there is something to say. */
export function withNotes(table: Table, format: string, notes: Note[], setAside: SetAside[] = []): Table {
  if (notes.length === 0 && setAside.length === 0) return table;
  return { ...table, reading: { file: fileReadingOf(format, { notes, setAside }), columns: [] } };
}
