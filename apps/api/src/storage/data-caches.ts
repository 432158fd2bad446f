import type { RunData } from '@stepwell/workflow';
import type { Table } from '@stepwell/data/table';
import { ByteCache } from './byte-cache.ts';

/** Cache limit: one run on a table of 48 MB with a separate test file, or several small runs. */
const DATA_BYTES = 64_000_000;
/** With a table above this size, nothing else is cached. */
const LARGE_BYTES = 8_000_000;

/** Cache of tables and of the rows of runs, with one common limit. */
const data = new ByteCache<{ table: Table } | { run: RunData }>(DATA_BYTES);

/** @returns a cached table by its key, or undefined. */
export function cachedTable(key: string): Table | undefined {
  const cached = data.get(key);
  return cached !== undefined && 'table' in cached ? cached.table : undefined;
}

/** Caches a table. @param bytes its size. */
export function cacheTable(key: string, table: Table, bytes: number): void {
  data.set(key, { table }, bytes);
}

/** Drops a table from the cache; its caller now owns it. */
export function releaseTable(key: string): void {
  data.delete(key);
}

/** @returns the cached rows of a run by its spec, or undefined. */
export function cachedRun(spec: string): RunData | undefined {
  const cached = data.get(spec);
  return cached !== undefined && 'run' in cached ? cached.run : undefined;
}

/** Caches a run's rows. @param bytes their size. */
export function cacheRun(spec: string, run: RunData, bytes: number): void {
  data.set(spec, { run }, bytes);
}

/** Drops all cached data before loading a large table of `bytes`. */
export function makeRoomForData(bytes: number): void {
  if (bytes <= LARGE_BYTES) return;
  dropCachedData();
}

/** Drops all cached data to free memory. */
export function dropCachedData(): void {
  data.makeRoom(DATA_BYTES);
}

/** @returns the size of a table's cells, text and pixels, in bytes. */
export function bytesOf(table: Table): number {
  return table.columns.reduce((sum, column) => {
    switch (column.kind) {
      case 'text':
        return sum + column.stores.reduce((of, { starts, units }) => of + starts.byteLength + units.byteLength, 0);
      case 'image':
        return sum + column.stores.reduce((of, { byteLength }) => of + byteLength, 0);
      case 'categorical':
        return sum + column.codes.byteLength;
      default:
        return sum + column.values.byteLength;
    }
  }, 0);
}
