import { permutation, type Generator } from '@stepwell/base/random';
import { numberKeys } from './number-keys.ts';

/** Rows by the group that they belong to. */
interface Groups {
  count: number;
  /** [count + 1], int32: where each group's rows begin. */
  starts: Int32Array;
  /** [n], int32: rows, group by group. */
  rows: Int32Array;
}

/**
 * Assigns complete groups to parts, so every part gets close to its share of the rows and of every stratum. The
 * largest groups come first, each to the part where it disturbs the shares least; groups of similar size come in random
 * order. No part stays empty as long as there are as many groups as parts.
 *
 * @param groups [n], int32: which rows stay together.
 * @param strata [n], int32.
 * @param shares of the parts, adding up to 1.
 * @param random the order of the groups.
 * @returns [n], int32: each row's part.
 * @see scikit-learn's StratifiedGroupKFold, whose idea this is
 */
export function assignGroups(groups: Int32Array, strata: Int32Array, shares: number[], random: Generator): Int32Array {
  const all = collect(groups);
  const stratum = numberKeys(Float64Array.from(strata));
  const totals = countStrata(stratum.numbers, stratum.count);
  const parts = shares.map((share) => ({
    share,
    rows: 0,
    strata: new Int32Array(stratum.count),
    groups: [] as number[],
  }));
  const own = new Int32Array(stratum.count);
  /** How much the sum over strata of (rows in the part)² / share grows with the group, each stratum counting alike. */
  const cost = (part: (typeof parts)[number], size: number, touched: number[]) => {
    let sum = (size * (2 * part.rows + size)) / (groups.length * groups.length);
    for (const one of touched) {
      sum += (own[one]! * (2 * part.strata[one]! + own[one]!)) / (totals[one]! * totals[one]!);
    }
    return sum / part.share;
  };
  for (const group of largestFirst(all, random)) {
    const rows = all.rows.subarray(all.starts[group], all.starts[group + 1]);
    const touched: number[] = [];
    for (const row of rows) if (own[stratum.numbers[row]!]!++ === 0) touched.push(stratum.numbers[row]!);
    let best = parts[0]!;
    let least = Infinity;
    for (const part of parts) {
      const price = cost(part, rows.length, touched);
      if (price < least) [best, least] = [part, price];
    }
    best.groups.push(group);
    best.rows += rows.length;
    for (const one of touched) {
      best.strata[one]! += own[one]!;
      own[one] = 0;
    }
  }
  fillEmpty(parts.map((part) => part.groups));
  const assigned = new Int32Array(groups.length);
  parts.forEach((part, index) => {
    for (const group of part.groups) {
      for (let at = all.starts[group]!; at < all.starts[group + 1]!; at++) assigned[all.rows[at]!] = index;
    }
  });
  return assigned;
}

/** Gives every part without a group the last, hence one of the smallest, of the part with the most. */
function fillEmpty(parts: number[][]): void {
  for (const part of parts) {
    const giver = parts.reduce((most, other) => (other.length > most.length ? other : most));
    if (part.length === 0 && giver.length > 1) part.push(giver.pop()!);
  }
}

function collect(groups: Int32Array): Groups {
  const { numbers, count } = numberKeys(Float64Array.from(groups));
  const starts = new Int32Array(count + 1);
  for (const group of numbers) starts[group + 1]! += 1;
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const rows = new Int32Array(groups.length);
  numbers.forEach((group, row) => {
    rows[next[group]!++] = row;
  });
  return { count, starts, rows };
}

function countStrata(numbers: Int32Array, count: number): Int32Array {
  const totals = new Int32Array(count);
  for (const stratum of numbers) totals[stratum]! += 1;
  return totals;
}

/** Groups in random order, those of twice the size and more before the others. */
function largestFirst({ count, starts }: Groups, random: Generator): Int32Array {
  const bits = (group: number) => 32 - Math.clz32(starts[group + 1]! - starts[group]!);
  return permutation(count, random).sort((a, b) => bits(b) - bits(a));
}
