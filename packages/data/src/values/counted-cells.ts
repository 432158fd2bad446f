/** The cells of a column, counted: plain numbers (`-12.50`: at most 15 digits, no leading zeros), and all others as written. */
export interface CountedCells {
  name: string;
  rows: number;
  /** Distinct cells that aren't plain numbers, trimmed, in the order of their first row. */
  cells: readonly string[];
  /** How often each stands in the column. */
  counts: ArrayLike<number>;
  plain: PlainNumbers;
}

/** What is known of a column's plain numbers. */
export interface PlainNumbers {
  count: number;
  low: number;
  high: number;
  /** Whether all are whole. */
  whole: boolean;
  /** Whether all have exactly three decimals, and one to three digits before them: 1.234 may be 1234. */
  likeThousands: boolean;
  /** Distinct values, up to `MOST_DISTINCT`, each with the numbers of decimals it was written with. */
  spellings: ReadonlyMap<number, ReadonlySet<number>>;
  /** Whether there are more distinct values than that. */
  many: boolean;
  /** Whether all are dates written as one number, 20210304. */
  compactDates: boolean;
}

/** Distinct plain numbers that are told apart. */
export const MOST_DISTINCT = 1_000;
