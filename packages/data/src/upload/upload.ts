import type { Table } from '../table/index.ts';
import type { Part } from './parts.ts';

/** Result of reading an upload. */
export interface Upload {
  table: Table;
  /** Delimiter of a text file; otherwise `npy`, `npz`, `idx` or `images`. */
  format: string;
  /** Parts of the file, each read as a separate table; null for a file without parts. */
  parts: Part[] | null;
  /** [rows]: of images to predict with columns beside them, their files. */
  files?: string[];
  /** Images to predict that can't be read, or have no row, and rows without an image; each with the reason. */
  unread?: { file: string; why: string }[];
}
