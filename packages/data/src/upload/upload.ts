import type { Table } from '../table/index.ts';
import type { Part } from './parts.ts';

/** Result of reading an upload. */
export interface Upload {
  table: Table;
  /** Delimiter of a text file; otherwise `npy`, `npz`, `idx` or `images`. */
  format: string;
  /** Parts of the file, each read as a separate table; null for a file without parts. */
  parts: Part[] | null;
  /** Images to predict that can't be read, and why. */
  unread?: { file: string; why: string }[];
}
