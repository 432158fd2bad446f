export { allRows, countRows, take, targetAt, type Target } from './target.ts';
