import { describe, test } from 'vitest';
import { isOver, type EndingRule } from './is-over.ts';

/** Epochs after which a fit with these losses ends; the measure is the loss, unless another is given. */
function endOf(
  losses: number[],
  rule: EndingRule,
  scores: (number | null)[] = losses,
  greaterIsBetter = false,
): number {
  for (let epochs = 1; epochs <= losses.length; epochs++) {
    const upTo = <T>(values: T[]) => values.slice(0, epochs);
    const history = { trainLoss: upTo(losses), validationLoss: upTo(losses), validationScore: upTo(scores) };
    if (isOver(history, rule, greaterIsBetter)) return epochs;
  }
  return losses.length;
}

const EPOCHS = 200;
const curve = (of: (epoch: number) => number) => Array.from({ length: EPOCHS }, (_, i) => of(i + 1));
/** Falls from 2 to 1 in 30 epochs, then stays. */
const level = curve((epoch) => (epoch < 30 ? 2 - (epoch - 1) / 29 : 1));
/** Likewise, and then rises as it fell. */
const valley = curve((epoch) => (epoch < 30 ? 2 - (epoch - 1) / 29 : 1 + (epoch - 30) / 29));
const falling = curve((epoch) => 1 / epoch ** 0.2);

describe('isOver', () => {
  test('gives a search fit twice the epochs to its last improvement', ({ expect }) => {
    // The average of five epochs is lowest with epoch 34; the last step of 1 % ends there or one before.
    expect(endOf(level, 'settled')).toBeGreaterThanOrEqual(2 * 32);
    expect(endOf(level, 'settled')).toBeLessThanOrEqual(2 * 34);
    expect(endOf(falling, 'settled')).toBe(EPOCHS);
  });

  test('waits for the measure as well, whichever way it is better', ({ expect }) => {
    const late = curve((epoch) => Math.min(epoch, 60));
    expect(endOf(level, 'settled', late, true)).toBeGreaterThanOrEqual(2 * 60);
    // A measure that only gets worse has nothing to wait for.
    expect(endOf(level, 'settled', late, false)).toBe(endOf(level, 'settled'));
    expect(
      endOf(
        level,
        'settled',
        curve(() => 0).map(() => null),
      ),
    ).toBe(endOf(level, 'settled'));
  });

  test('ends a rung only where the loss has risen, after three times the epochs', ({ expect }) => {
    expect(endOf(level, 'turned')).toBe(EPOCHS);
    expect(endOf(falling, 'turned')).toBe(EPOCHS);
    expect(endOf(valley, 'turned')).toBeGreaterThanOrEqual(3 * 30);
    expect(endOf(valley, 'turned')).toBeLessThanOrEqual(3 * 34);
  });

  test('gives every fit 24 epochs', ({ expect }) => {
    expect(
      endOf(
        curve((epoch) => epoch),
        'turned',
      ),
    ).toBe(24);
    expect(
      endOf(
        curve(() => 1),
        'settled',
      ),
    ).toBe(24);
  });
});
