import { generator } from '@stepwell/base/random';
import { mean } from '@stepwell/metrics';
import {
  chooseWinner,
  optimismOf,
  withAllSplits,
  type Finalist,
} from '../../packages/workflow/src/stages/tune/choose-winner.ts';
import { printTable } from '../print-table.ts';
import { normal } from './problems.ts';

const CANDIDATES = 6;
const FOLDS = 4;
/** Validation rows of each fold; a row is named rightly with the candidate's true share. */
const FOLD_ROWS = 100;
const TRUE_SHARE = 0.8;

/** What differs between the simulated searches. */
interface Search {
  name: string;
  /** How far apart the true shares of the candidates are: the standard deviation. */
  apart: number;
  /** How much of a row's difficulty the candidates have in common, from 0 to 1. */
  common: number;
}

const SEARCHES: Search[] = [
  { name: 'all alike', apart: 0, common: 0 },
  { name: 'all alike, similar answers', apart: 0, common: 0.8 },
  { name: '1 point apart, similar answers', apart: 0.01, common: 0.8 },
  { name: '5 points apart, similar answers', apart: 0.05, common: 0.8 },
];

/** How a candidate is chosen: the simplest within one standard error of the best, or the best. */
type Rule = 'winner' | 'best';

/** The optimism of the chosen candidate, estimated without the truth. */
type Correction = (finalists: Finalist[], rule: Rule, random: () => number) => number;

/**
 * Folds are drawn again, the best candidate of the drawn is chosen, and its mean of the drawn is compared with its mean of the
 * folds.
 *
 * @see Tsamardinos, Greasidou, Borboudakis: Bootstrapping the out-of-sample predictions for efficient and accurate
 *   cross-validation (2018)
 */
const byBootstrap: Correction = (finalists, _, random) => {
  const means = finalists.map(({ scores }) => mean(scores));
  const resamples = 200;
  let sum = 0;
  for (let i = 0; i < resamples; i++) {
    const folds = Array.from({ length: FOLDS }, () => Math.floor(random() * FOLDS));
    const drawn = finalists.map(({ scores }) => mean(folds.map((fold) => scores[fold]!)));
    const best = drawn.indexOf(Math.max(...drawn));
    sum += drawn[best]! - means[best]!;
  }
  return sum / resamples;
};

/**
 * Each fold is left out in turn and the same rule chooses from the others: how far its choice is ahead there of its score on
 * the fold left out. One fold fewer makes for a greater optimism, by the root of the ratio where candidates are alike.
 */
const byLeavingOut: Correction = (finalists, rule) => {
  if (rule === 'winner') return optimismOf(finalists)!;
  const ahead = Array.from({ length: FOLDS }, (_, fold) => {
    const rest = finalists.map((one) => ({ ...one, scores: one.scores.filter((__, i) => i !== fold) }));
    const chosen = chooseWinner(rest)[rule];
    return mean(rest[chosen]!.scores) - finalists[chosen]!.scores[fold]!;
  });
  return mean(ahead) * withAllSplits(finalists);
};

/**
 * How far the best candidate of each fold is ahead there of the one chosen.
 *
 * @see Tibshirani, Tibshirani: A bias correction for the minimum error rate in cross-validation (2009)
 */
const byLeadOfFolds: Correction = (finalists, rule) => {
  const { scores } = finalists[chooseWinner(finalists)[rule]]!;
  return mean(scores.map((score, fold) => Math.max(...finalists.map((other) => other.scores[fold]!)) - score));
};

const CORRECTIONS: [string, Correction][] = [
  ['lead of the best of each fold', byLeadOfFolds],
  ['bootstrap of folds', byBootstrap],
  ['fold left out', byLeavingOut],
];

/**
 * Simulates searches and prints how optimistic the winner's score is, and what is left of that by each correction; both for
 * the winner of the one-standard-error rule and for the best.
 */
export function optimismTable(searches: number): void {
  const lines: string[][] = [];
  for (const search of SEARCHES) {
    for (const rule of ['winner', 'best'] as const) {
      let optimism = 0;
      const estimates = CORRECTIONS.map(() => 0);
      for (let seed = 0; seed < searches; seed++) {
        const random = generator(seed, 'bench', `searches/${search.name}`);
        const { finalists, shares } = drawSearch(search, random);
        const chosen = chooseWinner(finalists)[rule];
        optimism += (mean(finalists[chosen]!.scores) - shares[chosen]!) / searches;
        CORRECTIONS.forEach(([, correct], i) => {
          estimates[i]! += correct(finalists, rule, () => random.uniform()) / searches;
        });
      }
      const points = (value: number) => (100 * value).toFixed(2);
      lines.push([
        search.name,
        rule,
        points(optimism),
        ...estimates.map(
          (estimate) => `${points(optimism - estimate)} (${Math.round((100 * (optimism - estimate)) / optimism)} %)`,
        ),
      ]);
    }
  }
  printTable(
    `Points that the chosen candidate's score of ${FOLDS} folds is above its true share, over ${searches} searches of ${CANDIDATES}; after each correction, what is left`,
    ['candidates', 'chosen', 'uncorrected', ...CORRECTIONS.map(([name]) => name)],
    lines,
  );
}

/** A standard normal number above this is a row named wrongly: of true share 0.8 it is 0.8416. */
function thresholdOf(share: number): number {
  // The logistic's, scaled to the normal's at 0.8: only the ranks matter, since the true share is counted with the same rule.
  return (Math.log(share / (1 - share)) * 0.8416212335729143) / Math.log(TRUE_SHARE / (1 - TRUE_SHARE));
}

function drawSearch(
  { apart, common }: Search,
  random: ReturnType<typeof generator>,
): { finalists: Finalist[]; shares: number[] } {
  const thresholds = Array.from({ length: CANDIDATES }, () =>
    thresholdOf(Math.min(0.99, Math.max(0.01, TRUE_SHARE + apart * normal(random)))),
  );
  const finalists = thresholds.map((_, i): Finalist => ({
    id: String(i),
    scores: [],
    complexity: 100 * (i + 1),
    loss: i,
  }));
  for (let fold = 0; fold < FOLDS; fold++) {
    const right = thresholds.map(() => 0);
    for (let row = 0; row < FOLD_ROWS; row++) {
      const shared = normal(random);
      thresholds.forEach((threshold, i) => {
        const difficulty = Math.sqrt(common) * shared + Math.sqrt(1 - common) * normal(random);
        if (difficulty < threshold) right[i]!++;
      });
    }
    finalists.forEach(({ scores }, i) => scores.push(right[i]! / FOLD_ROWS));
  }
  return { finalists, shares: thresholds.map(normalShare) };
}

/** How often a standard normal number is below a threshold from 0 on, by the mean of many strips. */
function normalShare(threshold: number): number {
  const strips = 400;
  let sum = 0;
  for (let i = 0; i < strips; i++) sum += Math.exp(-((((i + 0.5) / strips) * threshold) ** 2) / 2);
  return 0.5 + (sum * threshold) / strips / Math.sqrt(2 * Math.PI);
}
