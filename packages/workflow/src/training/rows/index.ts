export type { Part, Split } from './part.ts';
export { assertUnseen, hasRow, rowSet, type RowSet } from './row-set.ts';
