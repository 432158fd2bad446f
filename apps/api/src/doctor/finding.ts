/** Something that is not as it should be. */
export interface Finding {
  /** `hole`: something is missing or can't be read. `orphan`: something belongs to nobody. */
  kind: 'hole' | 'orphan';
  /** The object's key, or the table and the run of a row. */
  where: string;
  /** What is wrong, and what becomes of it by mending, or what to do. */
  finding: string;
  mended: boolean;
}

/** How the doctor is to go about it. */
export interface Examination {
  /** Whether to mend what can be. */
  mend: boolean;
  /** Objects younger than this may be of a step under way, and are not looked at. Milliseconds. */
  olderThanMs: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** A piece of the service that was examined. */
export interface Examined {
  findings: Finding[];
  looked: { runs: number; objects: number };
  /** Where to go on, within the same part; null at its end. */
  after: string | null;
}
