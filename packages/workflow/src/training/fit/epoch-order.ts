import { permutation, shuffle, type Generator } from '@stepwell/base/random';

/**
 * The order in which an epoch takes the training rows. Balanced, every class gets an equal share of the epoch: rows of a
 * common class are left out in turn, rows of a rare one repeated, so that a mean over the epoch weighs classes alike, as
 * Keras's `class_weight` does in expectation.
 *
 * @param rows how many training rows there are.
 * @param codes [rows]: class codes to balance by; null to take every row once.
 * @returns [rows], int32: positions among the training rows.
 */
export function epochOrder(rows: number, codes: Float32Array | null, random: Generator): Int32Array {
  if (codes === null) return permutation(rows, random);
  const members = new Map<number, number[]>();
  codes.forEach((code, row) => {
    const known = members.get(code);
    if (known === undefined) members.set(code, [row]);
    else known.push(row);
  });
  const order = new Int32Array(rows);
  const classes = [...members.entries()].sort(([a], [b]) => a - b).map(([, of]) => of);
  let at = 0;
  classes.forEach((of, i) => {
    const end = Math.round(((i + 1) * rows) / classes.length);
    while (at < end) {
      for (const member of permutation(of.length, random)) if (at < end) order[at++] = of[member]!;
    }
  });
  shuffle(order, random);
  return order;
}
