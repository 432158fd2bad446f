import type { RunData } from '@stepwell/workflow';
import type { Table } from '@stepwell/data/table';
import { ByteCache } from './byte-cache.ts';

/** One run on a table of 48 MB, with test rows from a file of their own; or several small ones. */
const DATA_BYTES = 64_000_000;
/** With a table above this, nothing else is kept. */
const LARGE_BYTES = 8_000_000;

/** Tables that no run holds and what runs hold of theirs: all of it together has one limit. */
const data = new ByteCache<{ table: Table } | { run: RunData }>(DATA_BYTES);

/** @returns a table that this isolate has, by its key. */
export function keptTable(key: string): Table | undefined {
  const kept = data.get(key);
  return kept !== undefined && 'table' in kept ? kept.table : undefined;
}

/** Keeps a table. */
export function keepTable(key: string, table: Table, bytes: number): void {
  data.set(key, { table }, bytes);
}

/** Lets go of a table, which whoever asked for it holds from now on. */
export function releaseTable(key: string): void {
  data.forget(key);
}

/** @returns what this isolate has of a run's rows, by its spec. */
export function keptRun(spec: string): RunData | undefined {
  const kept = data.get(spec);
  return kept !== undefined && 'run' in kept ? kept.run : undefined;
}

/** Keeps a run's rows. */
export function keepRun(spec: string, run: RunData, bytes: number): void {
  data.set(spec, { run }, bytes);
}

/** Lets go of what this isolate has read before so many bytes more are: of everything, before many. */
export function makeRoomForData(bytes: number): void {
  if (bytes <= LARGE_BYTES) return;
  forgetData();
}

/** Lets go of all rows: an isolate's memory is wanted for something else. */
export function forgetData(): void {
  data.makeRoom(DATA_BYTES);
}

/** What a table takes: cells, words, pixels. */
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
