export { isParquet } from './read-footer.ts';
export { readParquet } from './read-parquet.ts';
