import type { CurvePoint, Report } from '@stepwell/workflow';
import type { RunSpecInput } from '@stepwell/workflow/question';

/** Files of one dataset, relative to the data folder. */
export interface BookFiles {
  /** Alternatives; the first that exists is used. */
  candidates: readonly BookFile[];
  /** Where the files are published. */
  published: string;
}

/** One form of a dataset: a file, or several that belong together. */
export interface BookFile {
  paths: readonly string[];
  /** Whether it has separate training and test parts, which are uploaded one after the other. */
  hasParts?: boolean;
  /** Separate files of the test rows, if any. */
  test?: readonly string[];
  /** Parts of the spec that depend on the file: the target's name, columns to leave out. */
  spec: Omit<RunSpecInput, 'dataset'>;
  /** Share of the rows to sample, in (0, 1], if the book uses only some. */
  sample?: number;
}

/** @returns the same file under each of several names. */
export function named(names: readonly string[], file: Omit<BookFile, 'paths'>): BookFile[] {
  return names.map((name) => ({ ...file, paths: [name] }));
}

/** One configuration of the book. */
export interface BookRun {
  /** `16-16`. */
  id: string;
  /** One-line description. */
  what: string;
  spec: Partial<RunSpecInput>;
}

/** Outcome of one configuration with one seed. */
export interface BookOutcome {
  report: Report;
  /** The curve, mean over the folds. */
  curve: CurvePoint[];
}

/** Outcomes by configuration, one per seed. */
export type BookOutcomes = ReadonlyMap<string, readonly BookOutcome[]>;

/** One number beside the published one. */
export interface Comparison {
  /** Name of the number. */
  what: string;
  /** The published number, with its source if that isn't the book's first edition. */
  published: string;
  /** Our numbers, one per seed. */
  ours: number[];
  /** The accepted range as text; null if the number is only shown. */
  tolerance: string | null;
  /** Whether our mean is within the tolerance; true without one. */
  holds: boolean;
}

/** An experiment of the book: a dataset, its configurations, and the expected results. */
export interface Experiment {
  name: string;
  title: string;
  files: BookFiles;
  runs: readonly BookRun[];
  /** Notes on the comparison. */
  notes: readonly string[];
  compare(outcomes: BookOutcomes): Comparison[];
}
