import type { Table } from '@stepwell/data/table';
import type { Target } from '@stepwell/metrics/targets';

/** Some rows of a dataset: their cells, their target, and which rows of the dataset they are. */
export interface Part {
  table: Table;
  target: Target;
  /** [rows], int32: row numbers in the dataset. */
  ids: Int32Array;
}

/** Row positions within a part, of one fold. */
export interface Split {
  /** [n], int32. */
  train: Int32Array;
  /** [m], int32. */
  validation: Int32Array;
}
