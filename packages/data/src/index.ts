/** Files into typed columns, and columns back into bytes. Knows nothing of learning. */
export * from './archive/index.ts';
export * from './sketch/index.ts';
export * from './table/index.ts';
