import { StepwellError } from '@stepwell/base/errors';
import { encodeTable, type Column, type Table } from '../../table/index.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import { withNotes, type Note } from '../../upload/notes.ts';

/** Columns that were read from one file. */
export interface FileColumns {
  /** Name of the file. */
  name: string;
  rows: number;
  columns: Column[];
  notes: Note[];
}

/**
 * Puts inputs and targets side by side.
 *
 * @param format of the upload: `npz`, `npy` or `idx`.
 * @throws {StepwellError} `counts_differ`, or a code for columns too few or too many.
 */
export function joinColumns(
  inputs: FileColumns,
  targets: FileColumns | null,
  format: string,
  limits: UploadLimits,
): Table {
  if (targets !== null && targets.rows !== inputs.rows) {
    throw new StepwellError(
      'counts_differ',
      `"${inputs.name}" has ${inputs.rows} rows and "${targets.name}" has ${targets.rows}. Both need the same number of rows: one target for each input.`,
      { details: { inputs: inputs.rows, targets: targets.rows } },
    );
  }
  const columns = [...inputs.columns, ...(targets?.columns ?? [])];
  if (columns.length < 2 && limits.toPredict !== true) {
    throw new StepwellError(
      'missing_labels',
      `"${inputs.name}" has no labels. Add them to the same archive: arrays as x and y, IDX images with their idx1 labels.`,
    );
  }
  if (columns.length > limits.maxColumns) {
    throw new StepwellError(
      'too_many_columns',
      `The arrays have ${columns.length} columns together, but at most ${limits.maxColumns} are supported. Leave columns out.`,
      { details: { columns: columns.length, limit: limits.maxColumns } },
    );
  }
  return withNotes({ rows: inputs.rows, columns }, format, [...inputs.notes, ...(targets?.notes ?? [])]);
}

/** @returns the limits that remain beside the columns read so far. */
export function limitsBeside(columns: FileColumns | null, limits: UploadLimits): UploadLimits {
  if (columns === null) return limits;
  return {
    ...limits,
    maxEncodedBytes: Math.max(
      0,
      limits.maxEncodedBytes - encodeTable({ rows: columns.rows, columns: columns.columns }).byteLength,
    ),
  };
}
