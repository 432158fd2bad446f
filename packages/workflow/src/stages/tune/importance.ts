import { mean } from '@stepwell/metrics';
import type { Config } from '../../training/architecture/index.ts';

const NAMES = ['units', 'layers', 'dropout', 'l1', 'l2', 'learningRate', 'batchSize', 'optimizer', 'features'] as const;

/**
 * How much of the scores' variance each hyperparameter explains on its own: the variance of the mean scores of its
 * values, as a share of the whole (the correlation ratio). Few trials make all of them look important, so shares are
 * lowered by what as many random groups would explain.
 *
 * @param trials configurations with their scores on the same rows.
 * @returns the largest first; without those that never varied.
 * @see Hutter, Hoos, Leyton-Brown: An efficient approach for assessing hyperparameter importance (2014), main effects
 */
export function importanceOf(trials: { config: Config; score: number }[]): { name: string; share: number }[] {
  const n = trials.length;
  const center = mean(trials.map(({ score }) => score));
  const total = trials.reduce((sum, { score }) => sum + (score - center) ** 2, 0);
  if (n < 4 || total === 0) return [];
  return NAMES.flatMap((name) => {
    const groups = new Map<string, number[]>();
    for (const { config, score } of trials) {
      const level = String(levelOf(config, name));
      groups.set(level, [...(groups.get(level) ?? []), score]);
    }
    if (groups.size < 2 || groups.size >= n) return [];
    let between = 0;
    for (const scores of groups.values()) between += scores.length * (mean(scores) - center) ** 2;
    // ε² of Kelley (1935): η² less what groups - 1 random degrees of freedom explain.
    const within = (total - between) / (n - groups.size);
    return [{ name, share: Math.max(0, (between - (groups.size - 1) * within) / total) }];
  }).sort((a, b) => b.share - a.share);
}

function levelOf(config: Config, name: (typeof NAMES)[number]): number | string | boolean {
  switch (name) {
    case 'units':
      return config.units[0] ?? 0;
    case 'layers':
      return config.units.length;
    default:
      return config[name];
  }
}
