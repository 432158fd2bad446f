import { describe, test } from 'vitest';
import { addPages, NO_CURVE } from '../chart/curve.ts';
import { comparability, trialOfRun } from './compared-trials.ts';

const curve = (...trials: string[]) =>
  addPages(
    NO_CURVE,
    trials.map((trial, i) => ({
      seq: i + 1,
      fit: `${trial}/fold-0`,
      points: [{ epoch: 1, trainLoss: 1, validationLoss: 1, validationScore: 1 }],
    })),
  );
type Reported = NonNullable<Parameters<typeof trialOfRun>[1]>;
const chose = (best: string, tested: string | null = null) =>
  ({ tune: { best }, test: tested === null ? null : { trial: tested } }) as unknown as Reported;

describe('the trial that represents a run', () => {
  test('is the tested one, or the chosen one, or its largest share of the rows', ({ expect }) => {
    const all = curve('power', 'rung-1', 'tune-1', 'tune-2', 'tune-3-25', 'tune-3-50', 'final');
    expect(trialOfRun(all, chose('tune-1', 'tune-2'))).toBe('tune-2');
    expect(trialOfRun(all, chose('tune-1'))).toBe('tune-1');
    expect(trialOfRun(all, chose('tune-3'))).toBe('tune-3-50');
  });

  test('before that the latest of the search, or the small model, but never the final fit', ({ expect }) => {
    expect(trialOfRun(curve('power', 'linear', 'rung-1', 'rung-2'), undefined)).toBe('rung-2');
    expect(trialOfRun(curve('power', 'linear'), undefined)).toBe('power');
    expect(trialOfRun(curve('final'), undefined)).toBe(null);
    expect(trialOfRun(NO_CURVE, undefined)).toBe(null);
  });
});

describe('comparability', () => {
  type Judged = Parameters<typeof comparability>[0][number];
  const judged = (measure: string, type: string, sha256 = 'x') =>
    ({
      measure: { name: measure, expression: null },
      problem: { type, target: ['y'] },
      dataset: { sha256 },
    }) as unknown as Judged;

  test('the same measure on the same data needs no note', ({ expect }) => {
    expect(comparability([judged('mae', 'scalar-regression'), judged('mae', 'scalar-regression')])).toEqual({
      scores: true,
      notes: [],
    });
  });

  test('different measures are noted, and scores not drawn', ({ expect }) => {
    const { scores, notes } = comparability([judged('accuracy', 'binary'), judged('roc-auc', 'binary')]);
    expect(scores).toBe(false);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('accuracy, ROC AUC');
  });

  test('different losses and data are noted', ({ expect }) => {
    expect(
      comparability([judged('mae', 'scalar-regression'), judged('accuracy', 'multiclass', 'z')]).notes,
    ).toHaveLength(3);
    expect(comparability([judged('mae', 'scalar-regression'), judged('mae', 'scalar-regression', 'z')])).toMatchObject({
      scores: true,
      notes: [expect.stringContaining('different data')],
    });
  });

  test('before a measure is known there are no scores', ({ expect }) => {
    expect(comparability([{ ...judged('mae', 'scalar-regression'), measure: null }]).scores).toBe(false);
    expect(comparability([]).scores).toBe(false);
  });
});
