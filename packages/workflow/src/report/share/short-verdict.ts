import { formatScore, metricWords } from '@stepwell/metrics/names';
import { formatShare } from '@stepwell/base/format';
import { outcomeOf, outcomeWords } from '../headline.ts';
import type { Report } from '../report.ts';
import { baselineWords } from '../baseline-words.ts';
import { closer } from '../verdict.ts';
import { shortVerdicts } from './words.ts';

/** The inputs of a short verdict. */
export type Concluded = Parameters<typeof outcomeOf>[0];

/** @returns the verdict in ten words at most: its outcome word and the rest. */
export function shortVerdict(report: Concluded): { word: string; rest: string } {
  const outcome = outcomeOf(report);
  const word = `${outcomeWords[outcome]}.`;
  if (outcome !== 'works') return { word, rest: shortVerdicts[outcome] };
  return { word, rest: report.test === null ? '' : gained(report.test).replaceAll(' %', '\u00a0%') };
}

function gained({ metric, value, baseline }: NonNullable<Report['test']>): string {
  if (metric === 'mae') {
    if (value === 0) return shortVerdicts.noError;
    return shortVerdicts.closer(closer(baseline.value / value), baselineWords[baseline.name] ?? 'guessing');
  }
  if (metric === 'accuracy') return shortVerdicts.right(formatShare(value), formatShare(baseline.value));
  const words = metricWords[metric];
  const named = words[0]!.toUpperCase() + words.slice(1);
  return shortVerdicts.other(named, formatScore(metric, value), formatScore(metric, baseline.value));
}
