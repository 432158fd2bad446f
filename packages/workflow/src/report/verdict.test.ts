import { describe, test } from 'vitest';
import type { MetricName } from '@stepwell/metrics/names';
import { startState, type RunState } from '../run/index.ts';
import type { GateVerdict } from '../stages/gate/index.ts';
import { definitionOf, measureOf, gateOf, protocolOf } from '../testing/states.ts';
import { verdictOf } from './index.ts';

type Tested = NonNullable<RunState['test']>;

const DEFINED: RunState = { ...startState(), definition: definitionOf({ target: ['survived'] }) };

function measured(name: MetricName): RunState {
  return { ...DEFINED, measure: measureOf(name) };
}

function tested(name: MetricName, test: Pick<Tested, 'value' | 'ci' | 'baseline'> & Partial<Tested>): RunState {
  return {
    ...measured(name),
    status: 'finished',
    test: {
      metric: name,
      opened: 1,
      trial: 'tune-1',
      rows: 200,
      repeats: 0,
      gainCi: [0.1, 0.3],
      p: 0.01,
      metrics: {},
      valToTestGap: 0,
      cost: null,
      coverage: null,
      calibration: null,
      ...test,
    },
  };
}

function stopped(verdict: GateVerdict, gain: number, fields: Parameters<typeof gateOf>[0] = {}): RunState {
  return {
    ...measured('accuracy'),
    status: 'stopped',
    protocol: protocolOf(30),
    gate: gateOf({ verdict, gain, ...fields }),
  };
}

/** An order check that kept no scores. */
const UNSCORED = { orderedScore: null, randomScore: null, scoresWorse: false };

describe('verdictOf', () => {
  test('says that there is no verdict yet', ({ expect }) => {
    expect(verdictOf(startState())).toBe('Not started yet.');
    expect(verdictOf(DEFINED)).toBe('Predicting "survived": the verdict comes after the test.');
  });

  test('gives the reason of a failed run', ({ expect }) => {
    const failure = { code: 'no_inputs', message: 'No column is left.' };
    expect(verdictOf({ ...DEFINED, status: 'failed', failure })).toBe('The run failed: No column is left.');
  });

  test('reports the share of correct rows beside guessing', ({ expect }) => {
    const baseline = { name: 'majority', value: 0.61 } as const;
    expect(verdictOf(tested('accuracy', { value: 0.8, ci: [0.74, 0.85], baseline }))).toBe(
      'Predicts "survived" correctly for 80.0 % of rows (95 %: 74.0 % to 85.0 %); always guessing the most common class is right for 61.0 %. Tested once, on 200 rows it had never seen.',
    );
  });

  test('says how far off a number is, and how many times closer than guessing', ({ expect }) => {
    const baseline = { name: 'median', value: 66_000 } as const;
    expect(verdictOf(tested('mae', { value: 30_000, ci: [28_000, 32_000], baseline }))).toBe(
      'Predicts "survived" within 30\u202f000 on average (95 %: 28\u202f000 to 32\u202f000), 2.2 times closer than always guessing the median. Tested once, on 200 rows it had never seen.',
    );
    expect(verdictOf(tested('mae', { value: 2, ci: [1, 3], baseline: { name: 'mean', value: 50 } }))).toContain(
      '25 times closer',
    );
    expect(verdictOf(tested('mae', { value: 48, ci: [40, 49], baseline: { name: 'mean', value: 50 } }))).toContain(
      'barely closer',
    );
  });

  test('reports other measures beside their baseline', ({ expect }) => {
    const baseline = { name: 'prior', value: 0.65 } as const;
    expect(verdictOf(tested('log-loss', { value: 0.4, ci: [0.35, 0.45], baseline }))).toBe(
      'Predicts "survived" with log loss 0.400 (95 %: 0.350 to 0.450), against 0.650 for always guessing the class frequencies. Tested once, on 200 rows it had never seen.',
    );
  });

  test('is never more certain than the test on the sealed rows', ({ expect }) => {
    const majority = { name: 'majority', value: 0.75 } as const;
    const state = (p: number) => tested('accuracy', { value: 0.8, ci: [0.74, 0.85], baseline: majority, p });
    expect(verdictOf(state(0.049))).not.toContain('chance');
    expect(verdictOf(state(0.05))).toBe(
      'May predict "survived" better than guessing, but it could be chance (p = 0.050): accuracy 80.0 % (95 %: 74.0 % to 85.0 %), against 75.0 % for guessing. Tested once, on 200 rows it had never seen.',
    );
    // 30 training and 10 validation rows a fold are 40 rows.
    const passed = { gate: gateOf({ verdict: 'beats-baseline', p: 0.004 }), protocol: protocolOf(30) };
    expect(verdictOf({ ...state(0.2), ...passed })).toContain(
      'On the 40 rows that it was chosen with, a small model did beat guessing (p = 0.004), so more test rows would settle it. Tested once',
    );
  });

  test('says when test rows are few, repeat training rows, or the gate was ignored', ({ expect }) => {
    const baseline = { name: 'mean', value: 10 } as const;
    const of = (test: Partial<Tested>) => verdictOf(tested('mae', { value: 5, ci: [4, 6], baseline, ...test }));
    expect(of({ rows: 19 })).toContain('Tested once, on only 19 rows it had never seen.');
    expect(of({ rows: 20 })).toContain('Tested once, on 20 rows it had never seen.');
    expect(of({ repeats: 3 })).toContain('Tested once, on 200 sealed rows; 3 of them are copies of training rows.');
    const { gate } = stopped('no-signal', 0.01);
    const state = { ...tested('mae', { value: 5, ci: [4, 6], baseline }), gate };
    expect(verdictOf(state)).toContain('Before it was trained, the gate found no gain beyond chance.');
  });

  test('says when it is no better than guessing, equally good included', ({ expect }) => {
    const majority = { name: 'majority', value: 0.6 } as const;
    expect(verdictOf(tested('accuracy', { value: 0.6, ci: [0.5, 0.7], baseline: majority }))).toBe(
      'Doesn\'t predict "survived" better than always guessing the most common class: accuracy 60.0 % (95 %: 50.0 % to 70.0 %), against 60.0 % for guessing. Tested once, on 200 rows it had never seen.',
    );
    expect(verdictOf(tested('mae', { value: 11, ci: [10, 12], baseline: { name: 'mean', value: 10 } }))).toMatch(
      /^Doesn't predict/,
    );
  });

  test('says what would be needed where rows are too few', ({ expect }) => {
    // 30 training and 10 validation rows a fold are 40 rows.
    expect(verdictOf(stopped('underpowered', 0.031))).toBe(
      '40 rows to learn from aren\'t enough to tell whether "survived" can be predicted. Only a gain of 10.0 points or more over guessing could be told from chance (accuracy); a small model scored 3.1 points better (95 %: -10.0 to 10.0 points).',
    );
  });

  test('says that there is no sign of anything where rows are many', ({ expect }) => {
    expect(verdictOf(stopped('no-signal', -0.02))).toBe(
      'No sign that the 2 columns help predict "survived": a small model scored 2.0 points worse than guessing (accuracy).',
    );
    expect(verdictOf(stopped('no-signal', 0.02))).toContain(
      '2.0 points better than guessing (accuracy), which may be chance (p = 0.42).',
    );
    expect(verdictOf(stopped('no-signal', -0.0004))).toContain(
      'a small model scored no better than guessing (accuracy).',
    );
    const power = { detectable: 0.085, worthwhile: 0.1, rowsNeeded: 100 };
    expect(verdictOf(stopped('no-signal', -0.02, { power }))).toContain(
      'than guessing (accuracy). A gain of 8.5 points or more would most likely have shown.',
    );
    const one = { ...definitionOf({ target: ['survived'] }), inputs: definitionOf().inputs.slice(0, 1) };
    expect(verdictOf({ ...stopped('no-signal', 0.02), definition: one })).toContain(
      'No sign that the one column helps predict',
    );
  });

  test('says how often the vault was opened, once it was more than once', ({ expect }) => {
    const baseline = { name: 'mean', value: 10 } as const;
    expect(verdictOf(tested('mae', { value: 5, ci: [4, 6], baseline, opened: 3 }))).toContain(
      'The 200 sealed rows have been opened 3 times, so this is no longer a test on unseen rows.',
    );
  });

  test('names a target as it is written, whatever stands in it', ({ expect }) => {
    const leaks = [{ column: 'alive', why: 'leaks the target: on its own it is right every time' }];
    const state = stopped('leak-suspected', 0.2);
    const target = ["a$&b$'$$"];
    expect(verdictOf({ ...state, definition: definitionOf({ target, leaks }) })).toContain(
      `"alive" leaks "a$&b$'$$": on its own it is right`,
    );
  });

  test('says which column leaks the target, and what to do', ({ expect }) => {
    const leaks = [{ column: 'alive', why: 'leaks the target: on its own it is right every time' }];
    const advice = 'Leave out "alive" to continue without it.';
    const state = stopped('leak-suspected', 0.2, { advice });
    expect(verdictOf({ ...state, definition: definitionOf({ target: ['survived'], leaks }) })).toBe(
      '"alive" leaks "survived": on its own it is right every time. Without it, a small model scored 20.0 points better than guessing (accuracy). Leave out "alive" to continue without it.',
    );
  });

  test('says how the gain is lost on later rows, and which columns changed', ({ expect }) => {
    const state = stopped('non-stationary', 0.2, {
      order: [
        { column: 'day', orderedGain: -0.1, orderedCi: [-0.2, 0], randomGain: 0.2, randomCi: [0.1, 0.3], ...UNSCORED },
      ],
      drift: [{ column: 'day', auc: 0.9, ci: [0.85, 0.95], columns: [{ column: 'temperature', distance: 0.8 }] }],
    });
    expect(verdictOf(state)).toBe(
      'A model trained on earlier rows fails on later ones. It scored 10.0 points worse than guessing (accuracy); on random rows, 20.0 points better. The column that changed most over time: "temperature".',
    );
  });

  test('compares later rows with what elapsed time gains, where nothing is gained without it', ({ expect }) => {
    const check = { orderedGain: -6.37, orderedCi: [-7.22, -5.58] as [number, number], ...UNSCORED };
    const drawn = { randomGain: -0.174, randomCi: [-0.5, 0.1] as [number, number] };
    const state = stopped('non-stationary', 4.66, { order: [{ column: 'day', ...check, ...drawn }] });
    expect(verdictOf({ ...state, measure: measureOf('mae') })).toBe(
      'A model trained on earlier rows fails on later ones. It scored 6.37 worse than guessing (mean absolute error); on random rows, 4.66 better with elapsed time as an input.',
    );
  });

  test('warns, after a test on random rows, that later ones do worse', ({ expect }) => {
    const baseline = { name: 'majority', value: 0.6 } as const;
    const gate = gateOf({
      verdict: 'beats-baseline',
      gain: 0.2,
      order: [
        {
          column: 'day',
          orderedGain: 0.01,
          orderedCi: [-0.03, 0.05],
          randomGain: 0.2,
          randomCi: [0.1, 0.3],
          ...UNSCORED,
        },
      ],
    });
    const state = {
      ...tested('accuracy', { value: 0.8, ci: [0.75, 0.85], baseline }),
      gate,
      protocol: protocolOf(30),
    };
    expect(verdictOf(state)).toContain('On later rows (by "day") a small model gained only 1.0 points over guessing');
  });

  test('says that later rows are harder, though the gain stays', ({ expect }) => {
    const state = tested('mae', { value: 24.5, ci: [23, 26], baseline: { name: 'median', value: 140 } });
    const check = { column: 'hour', orderedGain: 130, orderedCi: [110, 150], randomGain: 116, randomCi: [110, 122] };
    const gate = gateOf({
      verdict: 'beats-baseline',
      order: [{ ...check, orderedScore: 61.5, randomScore: 24.5, scoresWorse: true } as never],
    });
    expect(verdictOf({ ...state, gate, protocol: protocolOf(30) })).toContain(
      'Later rows (by "hour") are harder: a small model scores 61.5 on them and 24.5 on random ones',
    );
  });

  test('says that a measure hides what there is', ({ expect }) => {
    const state = stopped('measure-blind', -0.01, { score: 0.89, baseline: { name: 'majority', score: 0.9 } });
    expect(verdictOf(state)).toBe(
      'The columns are related to "survived" (p = 0.42), but accuracy doesn\'t show it: a small model scores 89.0 %, always guessing the most common class 90.0 %.',
    );
    expect(
      verdictOf(stopped('measure-blind', 0, { score: 0.9, baseline: { name: 'majority', score: 0.9 } })),
    ).toContain('a small model and always guessing the most common class both score 90.0 %.');
  });

  test('warns, after a test on random rows, that rows of unseen groups do worse', ({ expect }) => {
    const state = tested('accuracy', { value: 0.9, ci: [0.85, 0.95], baseline: { name: 'majority', value: 0.5 } });
    const group = {
      column: 'patient',
      groupedGain: 0.01,
      groupedCi: [-0.05, 0.07],
      randomGain: 0.4,
      randomCi: [0.3, 0.5],
    };
    const gate = gateOf({ verdict: 'beats-baseline', group: group as never });
    expect(verdictOf({ ...state, gate })).toContain(
      'On rows whose "patient" it hadn\'t seen, a small model gained only 1.0 points: group rows by "patient"',
    );
    const lost = { ...group, groupedGain: -0.18 };
    expect(verdictOf({ ...state, gate: { ...gate, group: lost as never } })).toContain(
      'gained only -18.0 points, worse than guessing: group rows by "patient"',
    );
    const holds = { ...group, groupedGain: 0.35, groupedCi: [0.3, 0.4] };
    expect(verdictOf({ ...state, gate: { ...gate, group: holds as never } })).not.toContain('patient');
  });

  test('explains ROC AUC as ranking', ({ expect }) => {
    const baseline = { name: 'prior', value: 0.5 } as const;
    expect(verdictOf(tested('roc-auc', { value: 0.8, ci: [0.75, 0.85], baseline }))).toContain(
      'the probability that it ranks a positive row above a negative one',
    );
  });
});
