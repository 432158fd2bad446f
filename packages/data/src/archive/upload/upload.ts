import type { Table } from '../../table/index.ts';
import type { Part } from './parts.ts';

/** What an upload turned out to be. */
export interface Upload {
  table: Table;
  /** The delimiter of a text; else `npy`, `npz`, `idx` or `images`. */
  format: string;
  /** The parts that the file has, each read as a table of its own; null for a file without. */
  parts: Part[] | null;
}
