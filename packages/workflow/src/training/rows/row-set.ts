import { StepwellError } from '@stepwell/base/errors';

/** A set of row numbers of the whole dataset, as a bit for each. */
export interface RowSet {
  bits: Uint8Array;
  size: number;
}

/** @returns the set of `ids`, [n], int32, each at least 0. */
export function rowSet(ids: Int32Array): RowSet {
  let highest = -1;
  for (const id of ids) if (id > highest) highest = id;
  const bits = new Uint8Array((highest >> 3) + 1);
  for (const id of ids) bits[id >> 3]! |= 1 << (id & 7);
  return { bits, size: ids.length };
}

/** @returns the set without rows: of what was fitted elsewhere, on rows that have no number here. */
export function noRows(): RowSet {
  return rowSet(new Int32Array(0));
}

/** @returns whether the row is in the set. */
export function hasRow(set: RowSet, id: number): boolean {
  return ((set.bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
}

/**
 * Checks that nothing is evaluated on rows that it was fitted on.
 *
 * @param fittedOn the rows it was fitted on.
 * @param ids [n], int32: the rows to evaluate on.
 * @param what names the fitted thing in the message.
 * @throws {StepwellError} `evaluated_on_fitted_rows`.
 */
export function assertUnseen(fittedOn: RowSet, ids: Int32Array, what: string): void {
  let seen = 0;
  for (const id of ids) if (hasRow(fittedOn, id)) seen++;
  if (seen > 0) {
    throw new StepwellError(
      'evaluated_on_fitted_rows',
      `${what} would be evaluated on ${seen} of the ${fittedOn.size} rows it was fitted on. Evaluate it on other rows.`,
      { details: { seen, fitted: fittedOn.size, evaluated: ids.length } },
    );
  }
}
