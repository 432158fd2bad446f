/** Shares of the gate's level that its tests may spend; together they make 1. */
const LINEAR_SHARE = 0.8;

/**
 * The p-value of "neither model predicts better than chance": Bonferroni's bound with weights. Most of the level goes to the
 * linear model, whose permutation test is exact and finds weak effects; the network's share is for what a line can't follow.
 *
 * @param small the network's p-value.
 * @param linear the linear model's; null where it wasn't tested, and the network has the level to itself.
 * @param share of the level that the linear model's test has.
 * @returns at most 1, and below the level in at most that share of tables without any relation.
 */
export function combineP(small: number, linear: number | null, share = LINEAR_SHARE): number {
  return linear === null ? small : Math.min(1, linear / share, small / (1 - share));
}
