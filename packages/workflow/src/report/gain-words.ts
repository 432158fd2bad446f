import { formatGain, metricWords, type MetricName } from '@stepwell/metrics/names';

/** A gain over guessing in words, such as "scored 3.1 points better than guessing (accuracy)". */
export function scoredWords(measure: MetricName, gain: number): string {
  return `scored ${differenceWords(measure, gain)} than guessing (${metricWords[measure]})`;
}

/** A gain as a comparative; one that rounds to zero is none. */
export function differenceWords(measure: MetricName, gain: number): string {
  if (roundsToZero(measure, gain)) return 'no better';
  return `${formatGain(measure, Math.abs(gain))} ${gain > 0 ? 'better' : 'worse'}`;
}

/** A gain with its sign; one that rounds to zero has none. */
export function showGain(measure: MetricName, gain: number): string {
  return formatGain(measure, roundsToZero(measure, gain) ? 0 : gain);
}

/** The interval of a gain, with its unit once. */
export function gainInterval(measure: MetricName, [low, high]: readonly [number, number]): string {
  return `95 %: ${showGain(measure, low).replace(/ points$/, '')} to ${showGain(measure, high)}`;
}

/** Whether a gain is above zero as it is shown. */
export function isGain(measure: MetricName, gain: number): boolean {
  return gain > 0 && !roundsToZero(measure, gain);
}

/** Whether a gain is shown as zero, such as 0.04 points. */
function roundsToZero(measure: MetricName, gain: number): boolean {
  return /^-?0(\.0+)?( points)?$/.test(formatGain(measure, gain));
}

/** A p-value in words. */
export function pWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}
