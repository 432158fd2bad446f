import { describe, test } from 'vitest';
import { startState, type RunState } from '../run/index.ts';
import { definitionOf, gateOf, measureOf } from '../testing/states.ts';
import { improvementOf } from './improvement.ts';

const CURVE = {
  points: [
    { rows: 100, score: 0.7 },
    { rows: 200, score: 0.75 },
  ],
  lastDoubling: { gain: 0.05, ci: [0.01, 0.09] as [number, number] },
  moreRowsHelp: true,
};
const FLAT = { ...CURVE, lastDoubling: { gain: 0.01, ci: [-0.02, 0.04] as [number, number] }, moreRowsHelp: false };

function improvement(gate: Parameters<typeof gateOf>[0], p = 0.01): string | null {
  const state: RunState = {
    ...startState(),
    definition: definitionOf(),
    measure: measureOf('accuracy'),
    gate: gateOf({ verdict: 'beats-baseline', ...gate }),
    test: {
      metric: 'accuracy',
      value: 0.8,
      ci: [0.7, 0.9],
      opened: 1,
      trial: 'tune-1',
      rows: 50,
      repeats: 0,
      gainCi: [0.1, 0.3],
      p,
      metrics: {},
      baseline: { name: 'majority', value: 0.5 },
      valToTestGap: 0,
      cost: null,
      coverage: null,
      calibration: null,
    },
  };
  return improvementOf(state);
}

describe('improvementOf', () => {
  test('names rows where the last doubling gained, other columns where it did not', ({ expect }) => {
    expect(improvement({ learningCurve: CURVE })).toBe(
      'Add rows: with 200 training rows instead of 100, a small model scored 5.0 points better (accuracy).',
    );
    expect(improvement({ learningCurve: FLAT })).toBe(
      'Add other columns. More rows may not help: trained on all rows instead of half, a small model scored 1.0 points better (accuracy), which may be chance (95 %: -2.0 to 4.0 points).',
    );
    expect(improvement({ learningCurve: FLAT }, 0.2)).toMatch(
      /^Add test rows: with only 50, this gain can't be told from chance/,
    );
    const none = { ...FLAT, lastDoubling: { gain: -0.01, ci: [-0.04, 0.02] as [number, number] } };
    expect(improvement({ learningCurve: none })).toBe(
      "Add other columns. More rows don't seem to help: trained on all rows instead of half, a small model scored 1.0 points worse (accuracy).",
    );
    expect(improvement({ learningCurve: null })).toBeNull();
  });

  test('names groups and later rows first', ({ expect }) => {
    const group = {
      column: 'patient',
      groupedGain: 0,
      groupedCi: [-0.1, 0.1] as [number, number],
      randomGain: 0.3,
      randomCi: [0.2, 0.4] as [number, number],
    };
    expect(improvement({ learningCurve: CURVE, group })).toMatch(/^Group rows by "patient"/);
    const later = {
      column: 'day',
      orderedScore: 0.6,
      randomScore: 0.8,
      orderedGain: 0.1,
      orderedCi: [0.05, 0.15] as [number, number],
      randomGain: 0.15,
      randomCi: [0.1, 0.2] as [number, number],
      scoresWorse: true,
    };
    expect(improvement({ learningCurve: CURVE, order: [later] })).toMatch(/^Train on more recent rows/);
  });

  test('repeats the advice of a gate that was ignored', ({ expect }) => {
    const advice = 'Choose ROC AUC.';
    expect(improvement({ verdict: 'measure-blind', advice, learningCurve: CURVE })).toBe(advice);
  });

  test('says nothing before the test', ({ expect }) => {
    expect(improvementOf(startState())).toBeNull();
  });
});
