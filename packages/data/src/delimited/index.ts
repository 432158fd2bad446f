export { readOptions, type ReadOptions } from './options.ts';
export { readDelimited, type Delimited } from './read-delimited.ts';
export { RowReader, type TextPart, type WrittenRow } from './row-reader.ts';
