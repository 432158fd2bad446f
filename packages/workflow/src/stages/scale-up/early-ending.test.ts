import { describe, test } from 'vitest';
import { isOver } from '../../training/fit/is-over.ts';
import { toSameLength } from '../../training/trial/index.ts';
import { findOverfitting, type FoldLosses } from './find-overfitting.ts';
import { levelFamilies, turningFamilies } from './testing/curve-families.ts';

/** The fold's curve until it ends by the rule. */
function cut(fold: FoldLosses, rule: 'turned' | 'settled') {
  const outcome = (epochs: number) => ({
    diverged: false,
    history: {
      trainLoss: fold.trainLoss.slice(0, epochs),
      validationLoss: fold.validationLoss.slice(0, epochs),
      validationScore: fold.validationLoss.slice(0, epochs),
    },
  });
  const all = fold.validationLoss.length;
  for (let epochs = 1; epochs <= all; epochs++) {
    if (isOver(outcome(epochs).history, rule, false)) return outcome(epochs);
  }
  return outcome(all);
}

describe('ladder fits that end early', () => {
  const families = turningFamilies(260).slice(0, 200);
  const found = families.map(({ folds, turn }) => {
    const short = folds.map((fold) => cut(fold, 'turned'));
    const epochs = short.reduce((sum, { history }) => sum + history.validationLoss.length, 0);
    const all = folds.reduce((sum, { validationLoss }) => sum + validationLoss.length, 0);
    return {
      turn: turn!,
      share: epochs / all,
      whole: findOverfitting(folds),
      early: findOverfitting(toSameLength(short).map(({ history }) => history)),
    };
  });

  test('miss none of the 200 known turns that are found to the last epoch', ({ expect }) => {
    expect(found.filter(({ whole, early }) => whole !== null && early === null)).toEqual([]);
  });

  test('place them nearly as well, and save epochs', ({ expect }) => {
    const off = (at: 'whole' | 'early') =>
      found.filter((one) => one[at] !== null && Math.abs(one[at].epoch - one.turn) > Math.max(1, one.turn / 10)).length;
    expect(off('early')).toBeLessThanOrEqual(off('whole') + 4);
    const share = found.reduce((sum, one) => sum + one.share, 0) / found.length;
    // They turn as late as at three quarters of their epochs.
    expect(share).toBeLessThan(0.9);
  });

  test('find no turn in curves that never turn', ({ expect }) => {
    const levels = levelFamilies(200);
    const turned = levels.filter(({ folds }) => {
      const short = folds.map((fold) => cut(fold, 'turned'));
      return findOverfitting(toSameLength(short).map(({ history }) => history)) !== null;
    });
    const before = levels.filter(({ folds }) => findOverfitting(folds) !== null);
    expect(turned.length).toBeLessThanOrEqual(before.length);
  });
});
