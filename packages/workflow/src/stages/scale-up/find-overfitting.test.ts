import { describe, test } from 'vitest';
import { cells } from '../../../../data/src/testing/columns.ts';
import { findOverfitting } from './index.ts';
import { levelFamilies, turningFamilies } from './testing/curve-families.ts';

const EPOCHS = 60;
const falling = cells(EPOCHS, (epoch) => 1 / (1 + epoch / 5));

function oneFold(trainLoss: number[], validationLoss: number[]) {
  return findOverfitting([{ trainLoss, validationLoss }]);
}

/** A parabola that is smallest, 0.4, at index `at`. */
function parabola(at: number, epochs = EPOCHS): number[] {
  return cells(epochs, (epoch) => 0.4 + 0.001 * (epoch - at) ** 2);
}

describe('findOverfitting', () => {
  test('finds the turn of a parabola where it is', ({ expect }) => {
    // A local parabola fits a parabola without error, so that smoothing changes nothing.
    for (const at of [5, 20, 40]) expect(oneFold(falling, parabola(at))).toMatchObject({ epoch: at + 1, spread: null });
  });

  test('says how far the loss has risen since', ({ expect }) => {
    // Of 0.4 + 0.001 (epoch - 20)² over the last six of sixty: the mean of 34² to 39² is 1334.1666…
    const squares = (34 ** 2 + 35 ** 2 + 36 ** 2 + 37 ** 2 + 38 ** 2 + 39 ** 2) / 6;
    expect(oneFold(falling, parabola(20))!.rise).toBeCloseTo((0.001 * squares) / 0.4, 9);
  });

  test('gives the spread of the turns over the folds', ({ expect }) => {
    const folds = [18, 20, 22].map((at) => ({ trainLoss: falling, validationLoss: parabola(at) }));
    // Turns at 19, 21 and 23: standard deviation 2. Their mean turns at the mean.
    expect(findOverfitting(folds)).toMatchObject({ epoch: 21, spread: 2 });
  });

  test('finds none while validation loss falls, levels off, or rises by less than 2 %', ({ expect }) => {
    expect(oneFold(falling, falling)).toBeNull();
    const level = cells(EPOCHS, (epoch) => 0.4 + Math.exp(-epoch / 4));
    expect(oneFold(falling, level)).toBeNull();
    expect(
      oneFold(
        falling,
        cells(EPOCHS, (epoch) => 0.4 + 0.000004 * (epoch - 20) ** 2),
      ),
    ).toBeNull();
  });

  test('finds none where training loss rises as well: that is no overfitting', ({ expect }) => {
    expect(oneFold(parabola(20), parabola(20))).toBeNull();
  });

  test('finds none in the last tenth of the curve, nor in fewer than eight epochs', ({ expect }) => {
    expect(oneFold(falling, parabola(56))).toBeNull();
    expect(oneFold(falling.slice(0, 7), parabola(1, 7))).toBeNull();
    expect(oneFold(falling.slice(0, 20), parabola(2, 20))).toMatchObject({ epoch: 3 });
    expect(oneFold([], [])).toBeNull();
  });

  test('places 95 % of 200 known turns within a tenth of their epoch', ({ expect }) => {
    const families = turningFamilies(260).slice(0, 200);
    expect(families).toHaveLength(200);
    const placed = families.filter(({ turn, folds }) => {
      const found = findOverfitting(folds);
      return found !== null && Math.abs(found.epoch - turn!) <= Math.max(1, 0.1 * turn!);
    });
    expect(placed.length).toBeGreaterThanOrEqual(190);
  });

  test('takes at most 5 % of 200 curves without a turn for one', ({ expect }) => {
    const families = levelFamilies(200);
    expect(families.filter(({ folds }) => findOverfitting(folds) !== null).length).toBeLessThanOrEqual(10);
  });
});
