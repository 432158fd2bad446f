import { permutation, type Generator } from '../random/index.ts';

/** Rows that stay together. */
interface Group {
  rows: number[];
  /** How many of its rows each stratum has. */
  strata: Map<number, number>;
}

/**
 * Deals whole groups out to parts, so that every part comes near its share of the rows and of every stratum. The
 * largest groups go first, each to where it disturbs the shares least; groups of about the same size go in random
 * order. No part stays empty as long as there are as many groups as parts.
 *
 * @param groups [n], int32: which rows stay together.
 * @param strata [n], int32.
 * @param shares of the parts, adding up to 1.
 * @param random the order of the groups.
 * @returns [n], int32: each row's part.
 * @see scikit-learn's StratifiedGroupKFold, whose idea this is
 */
export function dealGroups(groups: Int32Array, strata: Int32Array, shares: number[], random: Generator): Int32Array {
  const all = collect(groups, strata);
  const totals = new Map<number, number>();
  for (const stratum of strata) totals.set(stratum, (totals.get(stratum) ?? 0) + 1);
  const parts = shares.map((share) => ({ share, rows: 0, strata: new Map<number, number>(), groups: [] as Group[] }));
  /** How much the sum over strata of (rows in the part)² / share grows with the group, each stratum counting alike. */
  const cost = ({ share, rows, strata }: (typeof parts)[number], group: Group) => {
    let sum = (group.rows.length * (2 * rows + group.rows.length)) / (groups.length * groups.length);
    for (const [stratum, count] of group.strata) {
      const total = totals.get(stratum)!;
      sum += (count * (2 * (strata.get(stratum) ?? 0) + count)) / (total * total);
    }
    return sum / share;
  };
  for (const group of largestFirst(all, random)) {
    let best = parts[0]!;
    let least = Infinity;
    for (const part of parts) {
      const price = cost(part, group);
      if (price < least) [best, least] = [part, price];
    }
    best.groups.push(group);
    best.rows += group.rows.length;
    for (const [stratum, count] of group.strata) best.strata.set(stratum, (best.strata.get(stratum) ?? 0) + count);
  }
  for (const part of parts) {
    // The smallest group comes last.
    const giver = parts.reduce((most, other) => (other.groups.length > most.groups.length ? other : most));
    if (part.groups.length === 0 && giver.groups.length > 1) part.groups.push(giver.groups.pop()!);
  }
  const dealt = new Int32Array(groups.length);
  parts.forEach((part, index) => {
    for (const group of part.groups) for (const row of group.rows) dealt[row] = index;
  });
  return dealt;
}

function collect(groups: Int32Array, strata: Int32Array): Group[] {
  const known = new Map<number, Group>();
  groups.forEach((number, row) => {
    let group = known.get(number);
    if (group === undefined) known.set(number, (group = { rows: [], strata: new Map() }));
    group.rows.push(row);
    const stratum = strata[row]!;
    group.strata.set(stratum, (group.strata.get(stratum) ?? 0) + 1);
  });
  return [...known.values()];
}

/** Groups in random order, those of twice the size and more before the others. */
function largestFirst(groups: Group[], random: Generator): Group[] {
  const shuffled = Array.from(permutation(groups.length, random), (at) => groups[at]!);
  const bits = ({ rows }: Group) => 32 - Math.clz32(rows.length);
  return shuffled.sort((a, b) => bits(b) - bits(a));
}
