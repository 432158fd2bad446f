/** A problem with the stored data. */
export interface Finding {
  /** `missing`: something is missing or can't be read. `leftover`: something is no longer used. */
  kind: 'missing' | 'leftover';
  /** The object's key, or the table and the run of a row. */
  where: string;
  /** What is wrong, and what fixing does or what to do. */
  finding: string;
  fixed: boolean;
}

/** Options of an examination. */
export interface Examination {
  /** Whether to fix what can be fixed. */
  fix: boolean;
  /** Objects younger than this are skipped, since a step may still be writing them. Milliseconds. */
  olderThanMs: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** Result of examining one page of a part. */
export interface Examined {
  findings: Finding[];
  examined: { runs: number; objects: number };
  /** Cursor within the part; null at its end. */
  after: string | null;
}
