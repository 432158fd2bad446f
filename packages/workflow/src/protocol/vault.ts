import { generator } from '../random/index.ts';
import { isMissing, labelAt, type Column } from '../table/index.ts';
import { mark } from './splitters.ts';

/** The share of the rows that is sealed. */
export const SEALED_SHARE = 0.2;
/** With more distinct values than this the target is not stratified by. */
const MAX_STRATA = 20;

/** Which rows are learned from and which are sealed: row numbers of the dataset, ascending. */
export interface Seal {
  development: Int32Array;
  sealed: Int32Array;
  /** Rows in neither, their target being missing. */
  unlabelled: number;
}

/**
 * Splits the test rows off, before anything has looked at the data. The target's values are used for nothing but to
 * give every class its share of the sealed rows.
 *
 * @param target the column to predict.
 * @param rows how many rows the dataset has.
 * @param seed keys the choice.
 * @param firstTestRow where the rows of a test file begin; they are then the sealed ones. Null to draw them.
 */
export function seal(target: Column, rows: number, seed: number, firstTestRow: number | null): Seal {
  const labelled = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => !isMissing(target, row));
  const isSealed =
    firstTestRow === null
      ? mark(strataOf(target, labelled), SEALED_SHARE, generator(seed, 'vault', 0))
      : Uint8Array.from(labelled, (row) => (row >= firstTestRow ? 1 : 0));
  return {
    development: labelled.filter((_, i) => isSealed[i] === 0),
    sealed: labelled.filter((_, i) => isSealed[i] === 1),
    unlabelled: rows - labelled.length,
  };
}

function strataOf(target: Column, rows: Int32Array): Int32Array {
  const strata = new Int32Array(rows.length);
  const known = new Map<string, number>();
  for (let i = 0; i < rows.length; i++) {
    const label = labelAt(target, rows[i]!) ?? '';
    const stratum = known.get(label) ?? known.size;
    if (stratum >= MAX_STRATA) return new Int32Array(rows.length);
    known.set(label, stratum);
    strata[i] = stratum;
  }
  return strata;
}
