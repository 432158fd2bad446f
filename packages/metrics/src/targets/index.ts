export { anchorsAt, fromRelative, joinAnchors, toRelative, type Anchors, type Relation } from './anchors.ts';
export { allRows, anchorsOf, countRows, relativeTarget, take, targetAt, type Target } from './target.ts';
export { haveDifferentGrades, rowsByQuery } from './rows-by-query.ts';
