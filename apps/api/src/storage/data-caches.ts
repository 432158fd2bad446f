import type { RunData } from '@stepwell/workflow';
import type { Table } from '@stepwell/workflow/table';
import { ByteCache } from './byte-cache.ts';

/** One table of 48 MB with its header, or several small ones. */
const DATA_BYTES = 50_000_000;
/** With a table above this, nothing else is kept. */
const LARGE_BYTES = 8_000_000;

/** Tables that no run holds, by their key. */
export const tables = new ByteCache<Table>(DATA_BYTES);
/** One run on a table of 48 MB, with test rows from a file of their own. */
const RUNS_BYTES = 64_000_000;
/** What runs hold of their tables, by their spec. */
export const runs = new ByteCache<RunData>(RUNS_BYTES);

/** Lets go of what this isolate has read before so many bytes more are: of everything, before many. */
export function makeRoomForData(bytes: number): void {
  if (bytes <= LARGE_BYTES) return;
  forgetData();
}

/** Lets go of all tables: an isolate's memory is wanted for something else. */
export function forgetData(): void {
  tables.makeRoom(DATA_BYTES);
  runs.makeRoom(RUNS_BYTES);
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
