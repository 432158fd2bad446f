import { describe, test } from 'vitest';
import { growTrial } from '../chart/lines.ts';
import { marksOf, measureOf, paneOf, referencesOf, sentenceOf } from './curve-panes.ts';

type Reported = NonNullable<Parameters<typeof marksOf>[1]>;
const report = {
  measure: { name: 'accuracy' },
  baselines: [{ name: 'majority', score: 0.6 }],
  gate: { linear: 0.7, shuffled: 0.58 },
  scaleUp: {
    rungs: [
      { trial: 'rung-1', overfitEpoch: null, overfitSpread: null },
      { trial: 'rung-2', overfitEpoch: 34, overfitSpread: 5.6 },
    ],
  },
} as unknown as Reported;
const curves = (name: string, series: number) =>
  growTrial({ name, series }, [[{ epoch: 1, trainLoss: 2, validationLoss: 3, validationScore: 0.75 }]], undefined);
const plain = { smoothed: false, spread: 'range', log: true, references: [], marks: [] } as const;

describe('a chart of a stage', () => {
  test('marks where a rung overfits: with a label alone, with a ring among others', ({ expect }) => {
    expect(marksOf(['rung-2'], report)).toEqual([
      { epoch: 34, label: 'overfits from epoch 34 ± 6', spread: 5.6, series: null },
    ]);
    expect(marksOf(['rung-1', 'rung-2'], report)).toEqual([
      { epoch: 34, label: 'overfits from epoch 34 ± 6', spread: 5.6, series: 1 },
    ]);
    expect(marksOf(['tune-1'], report)).toEqual([]);
  });

  test('has no logarithmic axis for shares, and formats them in percent', ({ expect }) => {
    const pane = paneOf([curves('rung 1', 0)], { ...plain, kind: 'score', overlay: false, measure: 'accuracy' });
    expect([pane.log, pane.canLog, pane.quantity, pane.tick(0.25), pane.format(0.25)]).toEqual([
      false,
      false,
      'accuracy',
      '25\u00a0%',
      '25.0 %',
    ]);
    expect(paneOf([curves('rung 1', 0)], { ...plain, kind: 'loss', overlay: false, measure: 'accuracy' }).log).toBe(
      true,
    );
  });

  test('is described in a sentence', ({ expect }) => {
    const options = { ...plain, kind: 'loss', measure: 'accuracy' } as const;
    const one = paneOf([curves('rung 2', 0)], { ...options, overlay: false });
    expect(sentenceOf([one], 'rung 2', marksOf(['rung-2'], report))).toBe(
      'Loss of rung 2 over 1 epoch. Last values: training 2.00, validation 3.00. It overfits from epoch 34 ± 6.',
    );
    const two = paneOf([curves('rung 1', 0), curves('rung 2', 1)], { ...options, overlay: true });
    expect(sentenceOf([two], '2 trials', [])).toBe(
      'Loss of 2 trials over 1 epoch. Last values: rung 1 3.00, rung 2 3.00.',
    );
  });
});

describe('what a score is compared with', () => {
  test('guessing, and at the gate its controls', ({ expect }) => {
    expect(referencesOf('tune-1', report)).toEqual([{ role: 'baseline', score: 0.6 }]);
    expect(referencesOf('power', report)).toEqual([
      { role: 'baseline', score: 0.6 },
      { role: 'linear', score: 0.7 },
      { role: 'shuffled', score: 0.58 },
    ]);
    expect(referencesOf('ordered-time', report)).toEqual([]);
    expect(referencesOf('late-rows', report)).toEqual([{ role: 'baseline', score: 0.5 }]);
    expect([measureOf('late-rows', report), measureOf('tune-1', report), measureOf(null, undefined)]).toEqual([
      'roc-auc',
      'accuracy',
      null,
    ]);
  });
});
