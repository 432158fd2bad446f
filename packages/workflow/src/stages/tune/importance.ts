import { square } from '@stepwell/base/exact';
import { mean, percentile } from '@stepwell/metrics';
import { generator, permutation } from '@stepwell/base/random';
import { SETTINGS, type SettingName } from '../../decisions/settings.ts';
import type { Config } from '../../training/architecture/index.ts';

/** Permutations of the scores, and resamples of the trials. */
const RESAMPLES = 499;
/** A setting is named only if fewer permutations than this share explain as much. */
const ALPHA = 0.05;

/** How much a setting matters. */
export interface Importance {
  name: string;
  /** Share of the scores' variance that it explains on its own. */
  share: number;
  /** 95 % interval of the share. */
  ci: [number, number];
}

/**
 * How much of the scores' variance each hyperparameter explains on its own: the variance of the mean scores of its
 * values, as a share of the whole (the correlation ratio). Few trials make all of them look important, so shares are
 * lowered by what as many random groups would explain, and a hyperparameter whose share scores dealt anew among the trials
 * reach in one of twenty permutations isn't named at all. The interval is a percentile bootstrap over the trials.
 *
 * @param trials configurations with their scores on the same rows.
 * @param seed keys what is drawn.
 * @returns the largest first; without those that never varied, and those that may be chance.
 * @see Hutter, Hoos, Leyton-Brown: An efficient approach for assessing hyperparameter importance (2014), main effects
 */
export function importanceOf(trials: { config: Config; score: number }[], seed = 0): Importance[] {
  const n = trials.length;
  const scores = Float64Array.from(trials, ({ score }) => score);
  if (n < 4) return [];
  return SETTINGS.flatMap((name): Importance[] => {
    const levels = trials.map(({ config }) => String(levelOf(config, name)));
    const share = explainedShare(levels, scores);
    if (share === null || share <= 0) return [];
    const random = generator(seed, 'importance', name);
    let atLeast = 1;
    const shares: number[] = [];
    for (let i = 0; i < RESAMPLES; i++) {
      const order = permutation(n, random);
      const dealt = explainedShare(
        levels,
        scores.map((_, trial) => scores[order[trial]!]!),
      );
      if (dealt !== null && dealt >= share - 1e-12) atLeast++;
      const drawn = Int32Array.from({ length: n }, () => random.below(n));
      const again = explainedShare(
        Array.from(drawn, (trial) => levels[trial]!),
        Float64Array.from(drawn, (trial) => scores[trial]!),
      );
      if (again !== null) shares.push(Math.max(0, again));
    }
    if (atLeast / (RESAMPLES + 1) > ALPHA || shares.length === 0) return [];
    const sorted = Float64Array.from(shares).sort();
    return [{ name, share, ci: [percentile(sorted, 0.025), percentile(sorted, 0.975)] }];
  }).sort((a, b) => b.share - a.share);
}

/** ε² of Kelley (1935): η² less what groups - 1 random degrees of freedom explain. Null where nothing varies. */
function explainedShare(levels: string[], scores: Float64Array): number | null {
  const n = scores.length;
  const center = mean(scores);
  const total = scores.reduce((sum, score) => sum + square(score - center), 0);
  const groups = new Map<string, number[]>();
  levels.forEach((level, trial) => groups.set(level, [...(groups.get(level) ?? []), scores[trial]!]));
  if (total === 0 || groups.size < 2 || groups.size >= n) return null;
  let between = 0;
  for (const own of groups.values()) between += own.length * square(mean(own) - center);
  const within = (total - between) / (n - groups.size);
  return (between - (groups.size - 1) * within) / total;
}

function levelOf(config: Config, name: SettingName): number | string | boolean {
  switch (name) {
    case 'units':
      return config.units[0] ?? 0;
    case 'layers':
      return config.units.length;
    case 'numbers':
      return config.numbers ?? 'scaled';
    case 'loss':
    case 'levels':
    case 'categories':
      return config[name] ?? 'usual';
    case 'branch':
      return config.branch ?? 0;
    default:
      return config[name];
  }
}
