import { comparisonTable } from './comparison-table.ts';
import type { Comparison, Experiment } from './experiment.ts';

/** An experiment with its configurations and what they came to, published and ours side by side. */
export function experimentMarkdown(
  { title, runs, notes }: Experiment,
  comparisons: Comparison[],
  seeds: number,
): string {
  return [
    `## ${title}`,
    runs.map(({ what }) => `- ${what}`).join('\n'),
    comparisonTable(comparisons),
    ...notes,
    seeds === 1 ? 'One seed.' : `${seeds} seeds: mean ± standard deviation.`,
  ].join('\n\n');
}
