import type { CurvePoint, Report } from '@stepwell/workflow';
import type { RunSpecInput } from '@stepwell/workflow/question';

/** Files of one dataset, relative to the data folder, and what is asked of them. */
export interface BookFiles {
  /** The first that is there is taken; each is one file, or several that belong together. */
  candidates: readonly BookFile[];
  /** Where the file is published. */
  published: string;
}

/** One way in which a dataset comes. */
export interface BookFile {
  paths: readonly string[];
  /** Whether it holds training and test rows apart, which are uploaded one by one. */
  hasParts?: boolean;
  /** The files of the test rows, where they are files of their own. */
  test?: readonly string[];
  /** What differs in the question from file to file: the target's name, columns to leave out. */
  spec: Omit<RunSpecInput, 'dataset'>;
  /** The share of the rows to draw, where the book takes only some. */
  sample?: number;
}

/** The same data under any of several names. */
export function named(names: readonly string[], file: Omit<BookFile, 'paths'>): BookFile[] {
  return names.map((name) => ({ ...file, paths: [name] }));
}

/** One configuration of the book. */
export interface BookRun {
  /** `16-16`. */
  id: string;
  /** What it is, in a line. */
  what: string;
  spec: Partial<RunSpecInput>;
}

/** What came of one configuration with one seed. */
export interface BookOutcome {
  report: Report;
  /** The curve, mean over the folds. */
  curve: CurvePoint[];
}

/** Outcomes by configuration, one a seed. */
export type BookOutcomes = ReadonlyMap<string, readonly BookOutcome[]>;

/** One number beside the published one. */
export interface Comparison {
  /** What is compared. */
  what: string;
  /** As published, with its source where it is not the book's first edition. */
  published: string;
  /** Ours, one a seed. */
  ours: number[];
  /** What ours must be, in words; null where it is shown and not held to. */
  tolerance: string | null;
  /** Whether it is; true where there is no tolerance. */
  holds: boolean;
}

/** An experiment of the book: a dataset, its configurations, and what they should come to. */
export interface Experiment {
  name: string;
  title: string;
  files: BookFiles;
  runs: readonly BookRun[];
  /** What to know before comparing. */
  notes: readonly string[];
  compare(outcomes: BookOutcomes): Comparison[];
}
