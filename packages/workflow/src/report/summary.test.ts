import { describe, test } from 'vitest';
import { startState, type RunState } from '../run/index.ts';
import { configOf } from '../testing/outcomes.ts';
import { definitionOf, gateOf, measureOf, protocolOf } from '../testing/states.ts';
import { summaryOf } from './summary.ts';
import { verdictOf } from './verdict.ts';

const BASE: RunState = {
  ...startState(),
  definition: definitionOf(),
  measure: measureOf('accuracy'),
  protocol: protocolOf(30),
};
const RUNG = {
  epochs: 20,
  learningRate: 0.001,
  trainLoss: 0.1,
  valLoss: 0.2,
  bestEpoch: 9,
  overfitEpoch: null,
  overfitSpread: null,
  diverged: false,
};
const TRIAL = { score: 0.75, sd: 0.02, bestEpoch: 12, splits: 4, status: 'finished' as const };

function tested(value: number, p: number, gainCi: [number, number], more: Partial<RunState> = {}): RunState {
  return {
    ...BASE,
    status: 'finished',
    gate: gateOf({ verdict: 'beats-baseline', linear: 0.6 }),
    rungs: [
      { ...RUNG, trial: 'rung-1', units: [32] },
      { ...RUNG, trial: 'rung-2', units: [64, 64], overfitEpoch: 9 },
    ],
    scaleUp: { rungs: [], verdict: 'overfits', start: { config: configOf(), bestEpoch: 9 } } as never,
    tune: {
      trials: [
        { ...TRIAL, id: 'tune-1', config: configOf({ units: [64, 64] }) },
        { ...TRIAL, id: 'tune-2', config: configOf({ units: [], dropout: 0 }), score: 0.7 },
      ],
      best: 'tune-1',
      optimism: null,
      importance: [],
      threshold: null,
    },
    test: {
      metric: 'accuracy',
      value,
      ci: [value - 0.1, value + 0.1],
      opened: 1,
      trial: 'tune-1',
      rows: 100,
      repeats: 0,
      gainCi,
      p,
      metrics: {},
      baseline: { name: 'majority', value: 0.5 },
      valToTestGap: 0,
      cost: null,
      coverage: null,
      calibration: null,
    },
    ...more,
  };
}

describe('summaryOf', () => {
  test('begins with the verdict, and says what was tried', ({ expect }) => {
    const state = tested(0.7, 0.001, [0.1, 0.3]);
    const summary = summaryOf(state)!;
    expect(
      summary.startsWith(`${verdictOf(state)} What was tried: first, a small network and a linear model were compared`),
    ).toBe(true);
    expect(summary).toContain(
      'Then 2 networks of growing size, from 32 to 64-64, until the validation loss turned. Of 2 configurations, the one tested is 64-64, ',
    );
    expect(summary).toContain('(accuracy 75.0 % on validation rows).');
  });

  test.for<[string, RunState, string]>([
    [
      'works',
      tested(0.7, 0.001, [0.1, 0.3]),
      'On the 100 test rows, the gain over always guessing the most common class is 20.0 points (95 %: 10.0 to 30.0 points): the verdict would change only if that interval reached 0.',
    ],
    [
      'works by a hair',
      tested(0.6, 0.04, [-0.01, 0.21]),
      'the interval reaches 0, though the test gives p = 0.040, so a few more rows could change the verdict.',
    ],
    [
      // The standard error is 0.2 / 3.92; 100 · (2.8016 · 0.05102 / 0.05)² = 817.
      'may be chance',
      tested(0.55, 0.2, [-0.05, 0.15]),
      'is 5.0 points (95 %: -5.0 to 15.0 points): if the gain is what it seems, about 820 test rows would settle the verdict.',
    ],
    ['does not work', tested(0.48, 0.7, [-0.1, 0.06]), "a small gain isn't ruled out."],
    ['is worse', tested(0.4, 0.99, [-0.2, -0.02]), 'these rows rule a gain out.'],
  ])('says what would change the verdict where a model %s', ([, state, sentence], { expect }) => {
    expect(summaryOf(state)).toContain(sentence);
  });

  test('of a run that the gate stopped says which gain or rows would have changed that', ({ expect }) => {
    const gate = gateOf({ verdict: 'no-signal', power: { detectable: 0.08, worthwhile: 0.1, rowsNeeded: 77 } });
    const summary = summaryOf({ ...BASE, status: 'stopped', stoppedBy: 'gate', gate })!;
    expect(summary).toContain(
      'A gain of 8.0 points (accuracy) would change the verdict; so would about 77 rows to learn from, which show a gain of 10.0 points.',
    );
  });

  test('is not there before a verdict', ({ expect }) => {
    expect(summaryOf(BASE)).toBeNull();
    expect(summaryOf({ ...BASE, status: 'stopped', stoppedBy: 'person', gate: gateOf({}) })).toBeNull();
    expect(summaryOf({ ...BASE, status: 'failed' })).toBeNull();
  });
});
