import type { MetricName } from '../spec/index.ts';

/** A score as a person reads it: accuracy as a percentage, the others to three significant digits. */
export function formatScore(metric: MetricName, value: number): string {
  return metric === 'accuracy' ? formatShare(value) : formatNumber(value);
}

/** A share as a percentage with one decimal. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Three significant digits; large numbers whole and with thin spaces between thousands. */
export function formatNumber(value: number): string {
  const rounded = Number(value.toPrecision(3));
  if (Math.abs(rounded) < 10_000) return String(rounded);
  if (Math.abs(rounded) >= 1e15) return rounded.toExponential(2);
  return String(Math.round(rounded)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
