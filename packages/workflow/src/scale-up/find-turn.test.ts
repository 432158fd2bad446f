import { describe, test } from 'vitest';
import { generator } from '../random/index.ts';
import { cells } from '../testing/columns.ts';
import { findTurn } from './index.ts';

const EPOCHS = 60;
const falling = cells(EPOCHS, (epoch) => 1 / (1 + epoch / 5));

/** Falls to 0.4 at `at`, then rises by `slope` an epoch. */
function turning(at: number, slope: number): number[] {
  return cells(EPOCHS, (epoch) => 0.4 + (epoch < at ? (at - epoch) * 0.02 : (epoch - at) * slope));
}

function noisy(curve: number[], size: number, seed: number): number[] {
  const random = generator(seed, 'test', 'noise');
  return curve.map((value) => value + size * (2 * random.uniform() - 1));
}

describe('findTurn', () => {
  test('finds where validation loss turns while training loss falls', ({ expect }) => {
    for (const at of [5, 20, 40]) {
      const turn = findTurn(falling, turning(at, 0.01));
      // Epochs count from 1; the window of seven epochs may move a corner by its reach.
      expect(Math.abs(turn!.epoch - (at + 1))).toBeLessThanOrEqual(3);
    }
  });

  test('says how far the loss has risen since', ({ expect }) => {
    // Smoothed over seven epochs, the smallest is at index 21: 0.4 + (0.02 + 0.04 + 0.01 + 0.02 + 0.03 + 0.04) / 7.
    // The last six smoothed ones average 0.4 + 0.01 · 36, their windows being cut at the end.
    const turn = findTurn(falling, turning(20, 0.01))!;
    expect(turn.epoch).toBe(22);
    expect(turn.rise).toBeCloseTo(0.76 / (0.4 + 0.16 / 7) - 1, 10);
  });

  test('finds none while validation loss falls, levels off, or rises by less than 2 %', ({ expect }) => {
    expect(findTurn(falling, falling)).toBeNull();
    expect(
      findTurn(
        falling,
        cells(EPOCHS, (epoch) => Math.max(0.4, 1 - epoch / 30)),
      ),
    ).toBeNull();
    expect(findTurn(falling, turning(20, 0.0001))).toBeNull();
  });

  test('finds none where training loss rises as well: that is no overfitting', ({ expect }) => {
    expect(findTurn(turning(20, 0.01), turning(20, 0.01))).toBeNull();
  });

  test('finds none in the last tenth of the curve, nor before the eighth epoch', ({ expect }) => {
    expect(findTurn(falling, turning(57, 0.2))).toBeNull();
    expect(findTurn(falling.slice(0, 7), turning(1, 0.5).slice(0, 7))).toBeNull();
    expect(findTurn(falling.slice(0, 8), turning(1, 0.5).slice(0, 8))).toMatchObject({ epoch: 2 });
    expect(findTurn([], [])).toBeNull();
  });

  test('takes noise for noise: a level curve seldom turns', ({ expect }) => {
    const level = cells(EPOCHS, () => 0.5);
    const found = cells(200, (seed) => findTurn(falling, noisy(level, 0.05, seed))).filter((turn) => turn !== null);
    // The smallest of sixty is low by luck, which three standard errors don't fully cover: 7 of 200 were taken for a turn.
    expect(found.length).toBeLessThan(15);
  });

  test('sees a turn through noise', ({ expect }) => {
    const found = cells(200, (seed) => findTurn(falling, noisy(turning(20, 0.01), 0.05, seed)));
    expect(found.filter((turn) => turn !== null).length).toBeGreaterThan(195);
    const epochs = found.flatMap((turn) => (turn === null ? [] : [turn.epoch])).sort((a, b) => a - b);
    expect(Math.abs(epochs[Math.floor(epochs.length / 2)]! - 21)).toBeLessThanOrEqual(3);
  });
});
