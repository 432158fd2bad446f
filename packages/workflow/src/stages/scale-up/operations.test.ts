import { describe, test } from 'vitest';
import { specOf } from '../../testing/spec.ts';
import { definitionOf, measureOf, protocolOf } from '../../testing/states.ts';
import { concludeRung, isAffordable, planRung, sharesOfRungs, type ScaleUpContext } from './index.ts';
import { outcomeOf } from '../../testing/outcomes.ts';

/** Grey images of 28 × 28 in ten classes; as many validation rows as a quarter of the training rows. */
function imagesOf(train: number, fields: Parameters<typeof specOf>[0] = {}, validation = train / 4): ScaleUpContext {
  const inputs = [{ column: 'i', kind: 'image' as const, size: { height: 28, width: 28, channels: 1 as const } }];
  const classes = Array.from({ length: 10 }, (_, i) => `${i}`);
  return {
    definition: definitionOf({ type: 'multiclass', classes, inputs }),
    measure: measureOf('accuracy'),
    protocol: protocolOf(train, { k: null, rows: { train, validation, test: 10 } }),
    spec: specOf({ effort: 'quick', ...fields }),
  };
}

describe('what rungs train on', () => {
  test('all rows of most data', ({ expect }) => {
    const table = {
      definition: definitionOf(),
      measure: measureOf('accuracy'),
      protocol: protocolOf(100_000),
      spec: specOf({ effort: 'quick' }),
    };
    expect(sharesOfRungs(table)).toEqual({ share: 1 });
    expect(sharesOfRungs(imagesOf(4_000))).toEqual({ share: 1 });
  });

  test('a share of many images, so that eight epochs stay within the effort', ({ expect }) => {
    // Forward, the first rung takes 2 · 26² · 16 · 10 in the first convolution, 4 · 13² · 16 in pooling, 2 · 11² · 32 · 145 in the second
    // convolution, 2 · 64 · 3,873 and 2 · 10 · 65 after it: 1,847,060. Three times that, and updates of 253,322 weights, are 5,564,929 a
    // row. Eight epochs of 1 / 8 of 38,400 rows are 2.1e11 of 2.5e11; of 1 / 4 they would be 4.3e11.
    expect(sharesOfRungs(imagesOf(38_400))).toEqual({ share: 1 / 8, validationShare: 4_000 / 9_600 });
    // Standard effort has twice as much.
    expect(sharesOfRungs(imagesOf(38_400, { effort: 'standard' }))).toEqual({
      share: 1 / 4,
      validationShare: 4_000 / 9_600,
    });
    expect(sharesOfRungs(imagesOf(38_400, { effort: 'thorough' }))).toEqual({ share: 1 });
    expect(sharesOfRungs(imagesOf(38_400, {}, 100_000)).validationShare).toBe(1 / 8);
    expect(sharesOfRungs(imagesOf(38_400, {}, 1_000))).toEqual({ share: 1 / 8 });
  });

  test('no fewer than 4,000 rows, for eight epochs', ({ expect }) => {
    expect(sharesOfRungs(imagesOf(15_000))).toMatchObject({ share: 1 / 2 });
    // What the effort allows: 2.5e11 operations are 11.2 epochs of 4,000 rows, and 9.4 of 4,800.
    expect(planRung(0, imagesOf(8_000)).epochs).toBe(11);
    expect(planRung(0, imagesOf(38_400)).epochs).toBe(9);
    // 600 minibatches of 32 rows are within it.
    expect(planRung(0, imagesOf(1_000)).epochs).toBe(19);
  });

  test('all rows where a person sets the epochs, or wants one configuration', ({ expect }) => {
    expect(sharesOfRungs(imagesOf(38_400, { model: { epochs: 5 } }))).toEqual({ share: 1 });
    expect(sharesOfRungs(imagesOf(38_400, { effort: 'single' }))).toEqual({ share: 1 });
    expect(planRung(0, imagesOf(38_400, { model: { epochs: 5 } }))).toMatchObject({ share: 1, epochs: 5 });
  });

  test('is said', ({ expect }) => {
    const context = imagesOf(38_400);
    const trial = planRung(0, context);
    expect(trial).toMatchObject({ share: 1 / 8, validationShare: 4_000 / 9_600 });
    const outcome = outcomeOf([3, 2, 1], [3, 2, 1]);
    const { decisions, rungs } = concludeRung([], trial, [outcome], context);
    expect(decisions[0]).toMatchObject({ stage: 'scale-up', choice: 'rungs train on 4800 of 38400 rows' });
    expect(rungs).toMatchObject([{ share: 1 / 8 }]);
    const all = concludeRung([], planRung(0, imagesOf(4_000)), [outcome], imagesOf(4_000));
    expect(all.decisions[0]!.choice).toMatch(/^rung 1/);
    expect(all.rungs[0]).not.toHaveProperty('share');
  });
});

describe('the end of the ladder by cost', () => {
  test('comes before a model that cannot be trained on all rows within the effort', ({ expect }) => {
    const quick = imagesOf(38_400);
    expect([0, 1, 2].map((index) => isAffordable(index, quick))).toEqual([true, false, false]);
    const { next, finished, decisions } = concludeRung([], planRung(0, quick), [outcomeOf([3, 2], [3, 2])], quick);
    expect(next).toBeNull();
    expect(finished).toMatchObject({ verdict: 'capacity-not-reached' });
    expect(decisions.at(-1)!.why).toMatch(
      /^The first rung doesn't overfit, and training the next one on all rows would take/,
    );
    expect(decisions.at(-1)!.why).toContain('a higher effort climbs further');
    const standard = imagesOf(38_400, { effort: 'standard' });
    expect([0, 1, 2, 3, 4].map((index) => isAffordable(index, standard))).toEqual([true, true, true, true, false]);
    const digits = imagesOf(1_400);
    expect([0, 1, 2].map((index) => isAffordable(index, digits))).toEqual([true, true, true]);
  });
});
