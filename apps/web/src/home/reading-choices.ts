import type { Dataset } from '../api/client.ts';

type Reading = NonNullable<Dataset['reading']>;
/** How one column was read. */
export type ColumnReading = Reading['columns'][number];

/** Other ways to read each kind of column, beside those that its cells suggest. */
const WAYS: Record<ColumnReading['kind'], readonly string[]> = {
  numeric: ['category'],
  categorical: ['number', 'text', 'category:exact'],
  boolean: ['category'],
  date: ['category', 'number'],
  text: [],
  image: [],
};

/** @returns the ways to read a column other than it was read, those that its cells suggest first. */
export function otherWays({ kind, alternatives }: ColumnReading): string[] {
  return [...new Set([...alternatives.map(({ read }) => read), ...WAYS[kind]])];
}

/** @returns whether a column can have a further word or number that counts as missing. */
export function takesMissing({ kind }: ColumnReading): boolean {
  return kind === 'numeric' || kind === 'date' || kind === 'categorical';
}

/** @returns whether there is something to say of how a column was read. */
export function hasSomethingToSay({ doubtful, misfits, format, why }: ColumnReading): boolean {
  return doubtful || misfits > 0 || format !== '' || why !== '';
}

/** @returns whether a person should look before they start. */
export function needsALook({ file, columns }: Reading): boolean {
  return (
    file.notes.some(({ severity }) => severity === 'warn') ||
    file.setAside.some(({ why }) => why === 'cells' || why === 'unreadable' || why === 'footer') ||
    columns.some(({ doubtful, misfits }) => doubtful || misfits > 0)
  );
}
