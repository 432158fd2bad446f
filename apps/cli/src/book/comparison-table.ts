import { mean, standardDeviation } from '@stepwell/metrics/statistics';
import type { Comparison } from './experiment.ts';

const HEAD = ['', 'published', 'ours', 'expected', ''];

/** @returns comparisons as a Markdown table whose columns line up in a terminal. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ what, published, ours, tolerance, holds }) => [
    what,
    published,
    show(ours),
    tolerance ?? '',
    tolerance === null ? '' : holds ? 'passes' : 'FAILS',
  ]);
  const widths = HEAD.map((head, i) => Math.max(3, head.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Formats the mean over the seeds, with the standard deviation if there are several. */
function show(values: number[]): string {
  if (values.length === 0) return 'none';
  const digits = Math.abs(mean(values)) >= 1_000 ? 0 : 4;
  const center = trimmed(mean(values), digits);
  return values.length === 1 ? center : `${center} ± ${trimmed(standardDeviation(values), digits)}`;
}

function trimmed(value: number, digits: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(digits);
}
