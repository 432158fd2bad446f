/**
 * Position of the conformal quantile among ascending scores: the ⌈(n + 1) · share⌉-th of n.
 *
 * @param rows how many scores there are, one a row.
 * @param share of new rows whose score shall be at most the quantile.
 * @returns index from 0; null where there are too few rows for any bound.
 * @see Vovk, Gammerman, Shafer: Algorithmic Learning in a Random World (2005)
 */
export function conformalRank(rows: number, share: number): number | null {
  // (n + 1) · share may lie above a whole number by rounding alone.
  const place = Math.ceil((rows + 1) * share - 1e-9);
  return place > rows ? null : place - 1;
}
