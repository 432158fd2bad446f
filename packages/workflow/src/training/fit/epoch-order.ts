import { rowsByQuery } from '@stepwell/metrics/targets';
import { permutation, shuffle, type Generator } from '@stepwell/base/random';

/**
 * Orders the training rows for an epoch. With balancing, every class gets an equal share: rows of common classes are left
 * out in turn and rows of rare ones repeated, so classes have equal weight, as with Keras's `class_weight` in expectation.
 *
 * @param rows number of training rows.
 * @param codes [rows]: class codes to balance by; null to use every row once.
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

/**
 * Orders the training rows of queries for an epoch: queries in random order, each with its rows together and in random order. A
 * minibatch may end within a query, whose two parts are then compared apart.
 *
 * @param queries [rows], int32.
 * @returns [rows], int32: positions among the training rows.
 */
export function orderByQuery(queries: Int32Array, random: Generator): Int32Array {
  const all = rowsByQuery(queries);
  const order = new Int32Array(queries.length);
  let at = 0;
  for (const query of permutation(all.length, random)) {
    const rows = all[query]!;
    for (const member of permutation(rows.length, random)) order[at++] = rows[member]!;
  }
  return order;
}
