import type { Dataset } from '../api/client.ts';

type Column = Dataset['columns'][number];

/** The ways that columns are read otherwise than by the rules: by column, as the spec's `read` has them. */
export type ReadColumns = Readonly<Record<string, string[]>>;

const MISSING = 'missing:';

/** @returns what is asked of a column, which may be named like parts of every object. */
export function askedOf(read: ReadColumns, column: string): readonly string[] {
  return Object.hasOwn(read, column) ? read[column]! : [];
}

/** @returns the way to read a column among what is asked of it; an empty text where the rules decide. */
export function wayIn(asked: readonly string[], offered: readonly string[]): string {
  return asked.find((how) => !how.startsWith(MISSING)) ?? asked.find((how) => offered.includes(how)) ?? '';
}

/** @returns the word that a person typed as missing; an empty text for none. */
export function missingIn(asked: readonly string[], offered: readonly string[]): string {
  return asked.find((how) => how.startsWith(MISSING) && !offered.includes(how))?.slice(MISSING.length) ?? '';
}

/** @returns what is asked of all columns, with this of one of them. */
export function withColumn(read: ReadColumns, column: string, way: string, missing: string): Record<string, string[]> {
  const { [column]: _before, ...others } = read;
  const asked = [...(way === '' ? [] : [way]), ...(missing === '' ? [] : [`${MISSING}${missing}`])];
  return asked.length === 0 ? others : { ...others, [column]: asked };
}

/** @returns the columns with the kinds that they have when they are read as asked. */
export function columnsAsRead(columns: readonly Column[], read: ReadColumns): Column[] {
  return columns.map((column) => ({ ...column, kind: kindAsRead(column.kind, askedOf(read, column.name)) }));
}

function kindAsRead(kind: Column['kind'], asked: readonly string[]): Column['kind'] {
  const way = asked.find((how) => !how.startsWith(MISSING))?.split(':')[0];
  switch (way) {
    case 'category':
      return 'categorical';
    case 'number':
      return 'numeric';
    case 'date':
    case 'text':
      return way;
    default:
      return kind;
  }
}
