import { describe, test } from 'vitest';
import type { ComparedPart, Predictions } from '@stepwell/metrics';
import { measureOf } from '../../testing/states.ts';
import { specOf } from '../../testing/spec.ts';
import { compareBranches, keptOf, type BranchColumns } from './compare-branches.ts';

const ACCURACY = measureOf('accuracy');
const COLUMNS: BranchColumns = { kind: 'image', front: ['scan'], columns: ['age', 'sex'] };
const ROWS = 400;
const CODES = Int32Array.from({ length: ROWS }, (_, row) => row % 2);

/** Right in the first `right` rows of `CODES`, and sure of it. */
function sure(right: number): Predictions {
  const values = new Float64Array(2 * ROWS);
  CODES.forEach((code, row) => {
    values[2 * row + (row < right ? code : 1 - code)] = 1;
  });
  return { kind: 'probabilities', numClasses: 2, values };
}

function part(right: number): ComparedPart {
  return { model: sure(right), other: sure(200), target: { kind: 'classes', classes: ['no', 'yes'], codes: CODES } };
}

function compared(joint: number, front: number, columns: number, keep: string[] = []) {
  const parts = new Map([
    ['power', [part(joint)]],
    ['front-alone', [part(front)]],
    ['columns-alone', [part(columns)]],
  ]);
  return compareBranches(parts, COLUMNS, keep, ACCURACY, 0)!;
}

describe('compareBranches', () => {
  test('says what each branch adds to the other, with the interval of the paired difference', ({ expect }) => {
    const { branches, best, decisions } = compared(360, 320, 280);
    // Right in 360 of 400 rows with both, in 320 of the same with the images, in 280 with the columns.
    expect(branches.scores).toEqual({ joint: 0.9, front: 0.8, columns: 0.7 });
    expect(branches.columnsAdd.gain).toBeCloseTo(0.1, 12);
    expect(branches.frontAdds.gain).toBeCloseTo(0.2, 12);
    // 40 rows differ, all for the better: 0.1 ± 1.96 · sqrt(0.1 · 0.9 / 400), about, and 80 of them: sqrt(0.2 · 0.8 / 400).
    expect(Math.abs(branches.columnsAdd.ci[0] - (0.1 - 0.0294))).toBeLessThan(0.006);
    expect(Math.abs(branches.columnsAdd.ci[1] - (0.1 + 0.0294))).toBeLessThan(0.006);
    expect(Math.abs(branches.frontAdds.ci[0] - (0.2 - 0.0392))).toBeLessThan(0.006);
    expect(branches.leftOut).toBeNull();
    expect(best).toBeNull();
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ by: 'rule', choice: 'images and columns add to each other' });
    expect(decisions[0]!.why).toMatch(
      /^The columns add 10\.0 points \(95 %: .+ to .+\) to the images; the images add 20\.0 points \(95 %: .+ to .+\) to the columns\. Both together score 90\.0 %, the images alone 80\.0 %, the 2 columns beside them alone 70\.0 %\.$/,
    );
  });

  test('keeps a branch that adds nothing, and says so', ({ expect }) => {
    const nothing = compared(320, 320, 210);
    expect(nothing.branches.leftOut).toBeNull();
    expect(nothing.decisions.map(({ choice }) => choice)).toEqual([
      'the columns add nothing that these rows show to the images',
    ]);
    expect(compared(320, 210, 320).decisions[0]!.choice).toBe(
      'the images add nothing that these rows show to the columns',
    );
    expect(compared(210, 210, 210).decisions[0]!.choice).toBe(
      'neither images nor columns add anything that these rows show to each other',
    );
  });

  test('leaves a branch out where the model is better without it, unless one of its columns is kept', ({ expect }) => {
    const harmful = compared(300, 340, 210);
    expect(harmful.branches.leftOut).toBe('columns');
    expect(harmful.best).toMatchObject({ score: 0.85, otherScore: 0.5 });
    expect(harmful.tried).toBe(2);
    expect(harmful.decisions[1]).toMatchObject({ by: 'rule', choice: 'leave out the 2 columns beside them' });
    expect(harmful.decisions[1]!.why).toContain('Left out: "age", "sex".');
    const kept = compared(300, 340, 210, ['sex']);
    expect(kept.branches.leftOut).toBeNull();
    expect(kept.best).toBeNull();
    expect(kept.tried).toBe(1);
    expect(kept.decisions[1]).toMatchObject({ by: 'user', choice: 'keep the 2 columns beside them' });
    expect(compared(300, 210, 340).branches.leftOut).toBe('front');
    // Where either alone is better than both, the better one stays.
    expect(compared(300, 340, 360).branches.leftOut).toBe('front');
    expect(compared(300, 360, 340).branches.leftOut).toBe('columns');
  });

  test('keeps what the user has prepared or set layers for', ({ expect }) => {
    const of = (fields: Parameters<typeof specOf>[0]) => keptOf(COLUMNS, specOf(fields));
    expect(of({})).toEqual([]);
    expect(of({ keep: ['age'] })).toEqual(['age']);
    expect(of({ prepare: { sex: 'one-hot' } })).toEqual(['sex']);
    expect(of({ model: { branch: 8 } })).toEqual(['age', 'sex']);
    expect(of({ model: { branch: 0 } })).toEqual([]);
    expect(of({ model: { embedding: { dimensions: 4, pooling: 'average', length: 9 } } })).toEqual(['scan']);
  });

  test('says nothing without the trials, or without columns on both sides', ({ expect }) => {
    const parts = new Map([['power', [part(300)]]]);
    expect(compareBranches(parts, COLUMNS, [], ACCURACY, 0)).toBeNull();
    parts.set('front-alone', [part(300)]).set('columns-alone', [part(300)]);
    expect(compareBranches(parts, null, [], ACCURACY, 0)).toBeNull();
  });
});
