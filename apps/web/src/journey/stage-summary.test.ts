import { STAGES } from '@stepwell/workflow/stages';
import { describe, test } from 'vitest';
import { stageSummary } from './stage-summary.ts';

type Reported = Parameters<typeof stageSummary>[1];
const decided = (stage: string, choice: string) => ({ stage, choice, why: '', evidence: {}, by: 'rule' });
const report = {
  problem: { inputs: ['a', 'b', 'c'] },
  measure: { name: 'mae', expression: null },
  protocol: { kind: 'k-fold', k: 4, iterations: 1, rows: { train: 60, validation: 20, test: 20 } },
  baselines: [{ name: 'median', score: 6.468 }],
  tune: {
    best: 'tune-2',
    trials: [
      { id: 'tune-1', score: 3.21 },
      { id: 'tune-2', score: 2.5 },
    ],
  },
  test: { metric: 'mae', value: 2.75, rows: 20 },
  decisions: [
    decided('define', 'predict a number'),
    decided('define', '3 inputs'),
    decided('prepare', 'z-score 2 columns'),
    decided('prepare', 'one-hot 1 column'),
    decided('gate', 'linear with mean-absolute-error'),
    decided('gate', 'a simple model beats guessing'),
    decided('scale-up', "rung 1: 32 doesn't overfit"),
    decided('scale-up', '"b" is enough'),
  ],
} as unknown as Reported;
const changed = (changes: Record<string, unknown>) => ({ ...report, ...changes });

describe('a stage in one sentence', () => {
  test.for([
    ['define', 'Predict a number from 3 columns.'],
    ['measure', 'Mean absolute error.'],
    ['protocol', '4-fold cross-validation; 20 test rows sealed.'],
    ['prepare', 'Z-score 2 columns; one-hot 1 column.'],
    ['baseline', 'Guessing (median) scores 6.47.'],
    ['gate', 'A simple model beats guessing.'],
    ['scale-up', '"b" is enough.'],
    ['tune', '2 trials; the chosen one scores 2.50 on validation rows.'],
    ['test', '2.75 on 20 rows it had never seen.'],
  ] as const)('%s', ([stage, sentence], { expect }) => {
    expect(stageSummary(stage, report)).toBe(sentence);
  });

  test('one column, repeated folds, a hold-out, one trial, an own measure, more than three preparations', ({
    expect,
  }) => {
    expect(stageSummary('define', changed({ problem: { inputs: ['a'] } }))).toBe('Predict a number from one column.');
    const protocol = { kind: 'iterated-k-fold', k: 5, iterations: 3, rows: { test: 9 } };
    expect(stageSummary('protocol', changed({ protocol }))).toBe(
      '5-fold cross-validation, 3 times; 9 test rows sealed.',
    );
    const holdOut = { kind: 'hold-out', k: null, iterations: 1, rows: { test: 9 } };
    expect(stageSummary('protocol', changed({ protocol: holdOut }))).toBe('Hold-out validation; 9 test rows sealed.');
    const tune = { best: 'tune-1', trials: [{ id: 'tune-1', score: 3.21 }] };
    expect(stageSummary('tune', changed({ tune }))).toBe('One trial, scoring 3.21 on validation rows.');
    expect(stageSummary('measure', changed({ measure: { name: 'custom', expression: 'mae / 2' } }))).toBe('mae / 2');
    const decisions = ['one', 'two', 'three', 'four', 'five'].map((choice) => decided('prepare', choice));
    expect(stageSummary('prepare', changed({ decisions }))).toBe('One; two; three; 2 more.');
  });

  test('nothing of a stage that was not reached', ({ expect }) => {
    const ended = changed({
      problem: null,
      measure: null,
      protocol: null,
      baselines: null,
      tune: null,
      test: null,
      decisions: [],
    });
    for (const stage of STAGES) {
      expect(stageSummary(stage, ended)).toBe(null);
    }
  });
});
