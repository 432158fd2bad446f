import { square } from '@stepwell/base/exact';
import { mean, percentile } from '../inference/descriptive.ts';
import { incompleteBeta } from '../inference/incomplete-beta.ts';

/**
 * Tests whether groups of numbers spread alike, by the distances from each group's median.
 *
 * @param groups at least two, each of at least two numbers.
 * @returns the probability of spreads that differ as much by chance; 1 where no number differs from its median.
 * @see Brown, Forsythe: Robust tests for the equality of variances (1974); scipy.stats.levene(center="median")
 */
export function brownForsythe(groups: readonly Float64Array[]): number {
  const distances = groups.map((group) => {
    const median = percentile(group.toSorted(), 0.5);
    return group.map((value) => Math.abs(value - median));
  });
  const total = distances.reduce((sum, { length }) => sum + length, 0);
  const grand = distances.reduce((sum, group) => sum + group.length * mean(group), 0) / total;
  let between = 0;
  let within = 0;
  for (const group of distances) {
    const center = mean(group);
    between += group.length * square(center - grand);
    for (const distance of group) within += square(distance - center);
  }
  if (within === 0) return between === 0 ? 1 : 0;
  const [d1, d2] = [groups.length - 1, total - groups.length];
  const f = between / d1 / (within / d2);
  return incompleteBeta(d2 / (d2 + d1 * f), d2 / 2, d1 / 2);
}
