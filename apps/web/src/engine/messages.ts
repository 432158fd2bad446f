import type { Answer, JsonRow, Move, Note } from '@stepwell/model';
import type { Checked, Report } from '@stepwell/workflow';

/** What the page asks the engine's worker. `id` comes back with the answer. */
export type EngineRequest =
  /** Takes a model, as `@stepwell/model` encodes it. First of all. */
  | { id: number; kind: 'load'; model: ArrayBuffer }
  /** Predicts a row, and compares it with a typical one. */
  | { id: number; kind: 'row'; row: JsonRow; typical: JsonRow }
  /** Predicts an image: [height, width, channels], uint8, as the signature has them; with the cells of columns beside it. */
  | { id: number; kind: 'image'; pixels: Uint8Array; row: JsonRow }
  /** Reads a picture's pixels; no model is needed. */
  | { id: number; kind: 'picture'; file: Blob }
  /** Predicts the rows of a file, in any format of an upload. */
  | { id: number; kind: 'file'; file: Blob }
  /** Makes a run again and compares. `test` is null where the test rows come from the same file. */
  | { id: number; kind: 'check'; report: Report; curves: string; file: File; test: File | null };

/** A row's answer, as the service gives it; on this device with what moved it. */
export type RowAnswer = Answer & { notes: Note[]; moves?: Move[] };

/** A picture: [height, width, channels], uint8. */
export interface ReadPicture {
  width: number;
  height: number;
  channels: 1 | 3;
  pixels: Uint8Array;
}

/** What came of a check. */
export interface CheckedHere extends Omit<Checked, 'difference'> {
  /** Names of files that aren't the run's. */
  otherFiles: string[];
  /** The first difference as a sentence; null if there is none. */
  difference: string | null;
}

/** What the worker answers. */
export type EngineResponse =
  | { id: number; kind: 'loaded' }
  | { id: number; kind: 'row'; answer: RowAnswer }
  | { id: number; kind: 'file'; csv: string }
  | { id: number; kind: 'picture'; picture: ReadPicture }
  /** How far a check is; more of them come. */
  | { id: number; kind: 'checking'; decisions: number; fits: number }
  | { id: number; kind: 'checked'; checked: CheckedHere }
  | { id: number; kind: 'failed'; code: string; message: string };
