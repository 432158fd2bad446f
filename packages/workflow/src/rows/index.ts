export { allRows, countRows, take, targetAt, type Part, type Split, type Target } from './part.ts';
export { rowKeys } from './row-keys.ts';
export { assertUnseen, hasRow, rowSet, type RowSet } from './row-set.ts';
