import { describe, test } from 'vitest';
import reference from '../fixtures/levels.json' with { type: 'json' };
import { metricsFor, score, scorer, scoreRows, type Predictions, type Target } from '../index.ts';
import { asked, classes, probabilities } from '../testing/cases.ts';

/** Levels as named with certainty, beside the true ones. */
function levels(named: readonly number[], truth: readonly number[], count: number): { p: Predictions; target: Target } {
  const p = probabilities(
    named.flatMap((level) => Array.from({ length: count }, (_, i) => (i === level ? 1 : 0))),
    count,
  );
  const names = Array.from({ length: count }, (_, i) => String(i));
  return { p, target: { kind: 'classes', classes: names, codes: Int32Array.from(truth), ordered: true } };
}

describe.for(reference)("of $levels levels, scikit-learn's", ({ levels: count, truth, named, ...values }) => {
  const { p, target } = levels(named, truth, count);

  test('quadratic kappa', ({ expect }) => {
    expect(score(asked('quadratic-kappa'), p, target)).toBeCloseTo(values['quadratic-kappa'], 12);
  });

  test('mean absolute error', ({ expect }) => {
    expect(score(asked('mae-of-levels'), p, target)).toBeCloseTo(values['mae-of-levels'], 12);
  });
});

describe('measures of levels', () => {
  test('by hand', ({ expect }) => {
    // Named 0, 1, 2 where 0, 0, 2 is true. Observed squares: 1. Expected: Σ n_i t_j (i - j)² / 3 = (0 + 2·1 + 2·4 + 4 + 1 + 0) / 3 = 5.
    const { p, target } = levels([0, 1, 2], [0, 0, 2], 3);
    expect(score(asked('quadratic-kappa'), p, target)).toBeCloseTo(1 - 1 / 5, 12);
    expect(score(asked('mae-of-levels'), p, target)).toBeCloseTo(1 / 3, 12);
  });

  test('a constant is chance, and nothing is known of one level alone', ({ expect }) => {
    const constant = levels([1, 1, 1], [0, 1, 2], 3);
    expect(score(asked('quadratic-kappa'), constant.p, constant.target)).toBe(0);
    const alone = levels([1, 1], [1, 1], 3);
    expect(score(asked('quadratic-kappa'), alone.p, alone.target)).toBeNaN();
  });

  test('a level that training never saw is as far away as can be, and no part of kappa', ({ expect }) => {
    const { p, target } = levels([0, 1, 2], [-1, -1, 2], 4);
    expect([...scoreRows(asked('mae-of-levels'), p, target)]).toEqual([3, 2, 0]);
    const { p: known, target: rest } = levels([0, 1, 2], [0, 0, 2], 3);
    const more = levels([0, 1, 2, 2], [0, 0, 2, -1], 3);
    expect(score(asked('quadratic-kappa'), more.p, more.target)).toBe(score(asked('quadratic-kappa'), known, rest));
  });

  test('a row of weight two counts like two', ({ expect }) => {
    const { p, target } = levels([0, 1, 2], [0, 0, 1], 3);
    const twice = levels([0, 1, 2, 2], [0, 0, 1, 1], 3);
    const weighted = scorer(asked('quadratic-kappa'), p, target)(Float64Array.of(1, 1, 2));
    expect(weighted).toBeCloseTo(score(asked('quadratic-kappa'), twice.p, twice.target), 12);
  });

  test('plain classes have neither', ({ expect }) => {
    const names = metricsFor(classes([0, 1, 2], 3)).map(({ name }) => name);
    expect(names).not.toContain('quadratic-kappa');
    expect(names).not.toContain('mae-of-levels');
  });
});
