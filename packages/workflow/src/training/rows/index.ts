export type { Part, Split } from './part.ts';
export { assertUnseen, hasRow, noRows, rowSet, type RowSet } from './row-set.ts';
export { readAnchors, readRelation } from './read-anchors.ts';
