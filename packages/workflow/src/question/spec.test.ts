import { describe, test } from 'vitest';
import { specOf } from '../testing/spec.ts';
import { budgetOfEffort, effort, epochsFor, runSpec } from './index.ts';

describe('runSpec', () => {
  test('fills in what was not asked for', ({ expect }) => {
    const dataset = 'ab'.repeat(32);
    expect(runSpec.parse({ dataset, target: ['y'] })).toEqual({
      dataset,
      target: ['y'],
      drop: [],
      keep: [],
      prepare: {},
      model: {},
      seed: 0,
      effort: 'standard',
      ignoreGate: false,
    });
  });

  test('refuses what it does not know, and values out of range', ({ expect }) => {
    const good = specOf();
    const bad = [
      { dataset: 'AB'.repeat(32) },
      { dataset: '../x' },
      { target: [] },
      { target: [''] },
      { folds: 1 },
      { folds: 21 },
      { folds: 2.5 },
      { seed: -1 },
      { seed: 2 ** 32 },
      { effort: 'huge' },
      { measure: 'auc' },
      { name: '   ' },
      { epochs: 10 },
    ];
    for (const fields of bad) expect(runSpec.safeParse({ ...good, ...fields }).success).toBe(false);
    for (const fields of [{ seed: 2 ** 32 - 1 }, { folds: 20 }, { name: ' titanic ' }]) {
      expect(runSpec.safeParse({ ...good, ...fields }).success).toBe(true);
    }
  });
});

describe('effort', () => {
  test('buys more of everything the more there is', ({ expect }) => {
    const budgets = effort.options.filter((one) => one !== 'single').map(budgetOfEffort);
    for (const [i, budget] of budgets.entries()) {
      const before = budgets[i - 1];
      if (before === undefined) continue;
      expect(budget.rungs).toBeGreaterThan(before.rungs);
      expect(budget.trials).toBeGreaterThan(before.trials);
      expect(budget.minibatches).toBeGreaterThan(before.minibatches);
      expect(budget.maxEpochs).toBeGreaterThan(before.maxEpochs);
    }
  });

  test('is spent in eight epochs at least, and at most in the most there may be', ({ expect }) => {
    expect(epochsFor(600, 50, 60)).toBe(12);
    expect(epochsFor(601, 50, 60)).toBe(13);
    expect(epochsFor(600, 1_000, 60)).toBe(8);
    expect(epochsFor(600, 2, 60)).toBe(60);
  });
});
