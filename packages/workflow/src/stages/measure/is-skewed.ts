import { cube } from '@stepwell/base/exact';
import { mean, standardDeviation } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';

/** Skewness from which logarithms are tried; that of an exponential distribution is 2. */
const SKEWED = 1;

/**
 * Whether a number to predict has a long tail of large values, as amounts and counts have: never negative, and with a skewness
 * above 1. Its logarithms may be easier to learn.
 *
 * @param target the development rows' target.
 */
export function isSkewed(target: Target): boolean {
  if (target.kind !== 'number' || target.width !== 1 || target.queries !== undefined) return false;
  const { values } = target;
  if (values.some((value) => value < 0)) return false;
  const [centre, sd] = [mean(values), standardDeviation(values)];
  if (!(sd > 0) || !Number.isFinite(sd)) return false;
  return mean(values.map((value) => cube((value - centre) / sd))) > SKEWED;
}
