import { formatNumber, formatShare, isUnknown, UNKNOWN } from '@stepwell/base/format';
import type { MetricName } from './metric-name.ts';
import { isShare, isUpToOne } from './metric-words.ts';

/** A score as a person reads it: shares in per cent, what ends at 1 with three decimals, others to three significant digits. */
export function formatScore(metric: MetricName, value: number): string {
  if (isUnknown(value)) return UNKNOWN;
  if (isShare(metric)) return formatShare(value);
  return isUpToOne(metric) && Math.abs(value) < 10 ? value.toFixed(3) : formatNumber(value);
}

/** A difference of scores as a person reads it: shares differ by points, not by per cent. */
export function formatGain(metric: MetricName, value: number): string {
  return isShare(metric) && !isUnknown(value) ? `${(value * 100).toFixed(1)} points` : formatScore(metric, value);
}
