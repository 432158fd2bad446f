/** Says of each row of a file whether it is taken. */
export type RowSample = (row: number) => boolean;

/** Two to the 32nd. */
const WORDS = 4_294_967_296;

/**
 * A random share of a file's rows, always the same: a row's number settles whether it is taken, so that inputs and
 * labels that stand in files of their own stay together.
 *
 * @param share from 0 to 1, about how many are taken.
 */
export function rowSample(share: number): RowSample {
  const most = share * WORDS;
  return (row) => mix(row) < most;
}

/** @returns how many of the first `rows` rows are sampled. */
export function countSampled(rows: number, isSampled: RowSample | undefined): number {
  if (isSampled === undefined) return rows;
  let taken = 0;
  for (let row = 0; row < rows; row++) if (isSampled(row)) taken++;
  return taken;
}

/** Spreads a number's bits over 32: the finalizer of murmur3. */
function mix(row: number): number {
  let hash = Math.imul(row ^ 0x5bd1e995, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
