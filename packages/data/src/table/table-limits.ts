import type { RowSample } from './row-sample.ts';

/** What a file may be at most. */
export interface TableLimits {
  /** Bytes of the text. */
  maxBytes: number;
  /** Columns, the pixels of an image aside. */
  maxColumns: number;
  /** Bytes of the typed columns. */
  maxEncodedBytes: number;
  /** Which rows are taken, by their number in the file from 0; all of them when absent. */
  isSampled?: RowSample | undefined;
}

/**
 * 96 MB of text, just below what Cloudflare lets through; 1,000 columns; 48 MB of typed columns: what one 128 MB isolate
 * can hold beside its heap.
 */
export const DEFAULT_LIMITS: TableLimits = {
  maxBytes: 96_000_000,
  maxColumns: 1_000,
  maxEncodedBytes: 48_000_000,
};
