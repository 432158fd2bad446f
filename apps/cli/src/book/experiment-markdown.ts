import { comparisonTable } from './comparison-table.ts';
import type { Comparison, Experiment } from './experiment.ts';

/** @returns an experiment's configurations and comparisons as Markdown. */
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
