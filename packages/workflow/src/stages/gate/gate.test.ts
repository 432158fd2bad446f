import { describe, test } from 'vitest';
import type { ComparedPart, Predictions } from '@stepwell/metrics';
import { generator } from '@stepwell/base/random';
import type { Target } from '@stepwell/metrics/targets';
import { specOf } from '../../testing/spec.ts';
import { definitionOf, measureOf, protocolOf } from '../../testing/states.ts';
import { decideGate, isOnlyScored, meanScore, planGate, gate, type GateResults } from './index.ts';

const ACCURACY = measureOf('accuracy');

/** What the trial of the small model alone leaves out. */
const NOTHING_ELSE = {
  linear: null,
  drifting: new Map(),
  variants: { trend: [], categories: [], log: [] },
  branches: null,
  group: null,
} satisfies Partial<GateResults>;

/** Predictions that are right, and sure of it, in the rows where `right` says so. */
function sure(codes: Int32Array, right: (row: number) => boolean): Predictions {
  const values = new Float64Array(2 * codes.length);
  codes.forEach((code, row) => {
    values[2 * row + (right(row) ? code : 1 - code)] = 1;
  });
  return { kind: 'probabilities', numClasses: 2, values };
}

/** Rows of alternating classes, of which the model is right in a share and the guess, always the first, in half. */
function partOf(rows: number, rate: number, name = ''): ComparedPart {
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const random = generator(2, 'test', `${name}/${rows}`);
  const hits = Array.from({ length: rows }, () => random.uniform() < rate);
  return {
    model: sure(codes, (row) => hits[row]!),
    other: sure(codes, (row) => row % 2 === 0),
    target: { kind: 'classes', classes: ['no', 'yes'], codes },
  };
}

interface Case {
  rows: number;
  rate: number;
  /** Other trials: how often each is right. */
  others?: Record<string, number>;
  definition?: Parameters<typeof definitionOf>[0];
  protocol?: Parameters<typeof protocolOf>[1];
  spec?: Parameters<typeof specOf>[0];
  group?: string;
}

function conclude({ rows, rate, others = {}, definition = {}, protocol = {}, spec = {}, group }: Case) {
  const trials = Object.entries(others).map(([id, share]) => ({ id, parts: [partOf(rows, share, id)] }));
  const linear = trials.find(({ id }) => id === 'linear')?.parts;
  const results: GateResults = {
    ...NOTHING_ELSE,
    linear: linear === undefined ? null : { p: null, parts: linear },
    group: group ?? null,
    guess: 'majority',
    drifting: new Map([['time', [{ column: 'age', distance: 0.4 }]]]),
    parts: new Map([
      ['power', [partOf(rows, rate)]],
      ...trials.map(({ id, parts }): [string, ComparedPart[]] => [id, parts]).filter(([id]) => !isOnlyScored(id)),
    ]),
    scores: new Map(
      trials.filter(({ id }) => isOnlyScored(id)).map(({ id, parts }) => [id, meanScore(parts, ACCURACY)]),
    ),
  };
  // 2.8 · 0.5 / sqrt(rows): what a fair coin hides.
  const minimumDetectableGain = (2.8016 * 0.5) / Math.sqrt(rows);
  const by = protocolOf(rows, { minimumDetectableGain, ...protocol });
  return decideGate(results, definitionOf(definition), ACCURACY, by, specOf(spec));
}

describe('decideGate', () => {
  test('passes a model that is clearly better', ({ expect }) => {
    const { gate: evaluated, continues, decisions } = conclude({ rows: 400, rate: 0.8 });
    expect(evaluated).toMatchObject({ verdict: 'beats-baseline', advice: null, test: 'mcnemar' });
    expect(continues).toBe(true);
    expect(evaluated.p).toBeLessThan(0.001);
    expect(evaluated.ci[0]).toBeGreaterThan(0.2);
    expect(evaluated.ci[0]).toBeLessThan(evaluated.gain);
    expect(evaluated.ci[1]).toBeGreaterThan(evaluated.gain);
    expect(evaluated.gain).toBeCloseTo(evaluated.score - evaluated.baseline.score, 12);
    expect(decisions).toMatchObject([{ stage: 'gate', choice: 'a simple model beats guessing', by: 'rule' }]);
    expect(gate.parse(evaluated)).toEqual(evaluated);
  });

  test('calls no gain underpowered with few rows, no signal with many', ({ expect }) => {
    // Ten points are worth knowing of. A coin disagrees with a constant guess in half of the rows: the standard error of the
    // difference is √(0.5 / rows), and 2.8 of it are more than ten points up to 392 rows.
    expect(conclude({ rows: 40, rate: 0.5 })).toMatchObject({ gate: { verdict: 'underpowered' }, continues: false });
    expect(conclude({ rows: 360, rate: 0.5 })).toMatchObject({ gate: { verdict: 'underpowered' }, continues: false });
    expect(conclude({ rows: 430, rate: 0.5 })).toMatchObject({ gate: { verdict: 'no-signal' }, continues: false });
    const { power, advice } = conclude({ rows: 98, rate: 0.5 }).gate;
    expect(power!.worthwhile).toBe(0.1);
    expect(power!.detectable).toBeCloseTo(2.8016 * Math.sqrt(0.5 / 98), 1);
    // The protocol here has 98 training rows and 10 for validation.
    expect(power!.rowsNeeded! / 108 / (power!.detectable / 0.1) ** 2).toBeCloseTo(1, 1);
    expect(advice).toBe(
      `Add rows. About ${power!.rowsNeeded} rows to learn from would show the smallest gain worth having, if there is one.`,
    );
    expect(conclude({ rows: 2_000, rate: 0.5 }).gate.advice).toContain('unlikely to help');
  });

  test('stops a model that is worse than guessing', ({ expect }) => {
    const { gate: evaluated, continues } = conclude({ rows: 2_000, rate: 0.3 });
    expect(evaluated).toMatchObject({ verdict: 'no-signal' });
    expect(evaluated.gain).toBeLessThan(-0.1);
    expect(evaluated.p).toBeGreaterThan(0.9);
    expect(continues).toBe(false);
  });

  test('continues below the gate on request, and records who asked', ({ expect }) => {
    const { gate: evaluated, continues, decisions } = conclude({ rows: 2_000, rate: 0.5, spec: { ignoreGate: true } });
    expect(evaluated.verdict).toBe('no-signal');
    expect(continues).toBe(true);
    expect(decisions.map(({ by }) => by)).toEqual(['rule', 'user']);
    expect(conclude({ rows: 400, rate: 0.8, spec: { ignoreGate: true } }).decisions.map(({ by }) => by)).toEqual([
      'rule',
    ]);
  });

  test('takes the better of the two models, and lets the linear one pass on its own', ({ expect }) => {
    const small = partOf(400, 0.52);
    const linear = { p: 0.002, parts: [{ ...small, model: partOf(400, 0.6, 'linear').model }] };
    const results: GateResults = {
      ...NOTHING_ELSE,
      guess: 'majority',
      scores: new Map(),
      parts: new Map([['power', [small]]]),
    };
    const decide = (given: GateResults['linear']) =>
      decideGate({ ...results, linear: given }, definitionOf(), ACCURACY, protocolOf(400), specOf()).gate;
    expect(decide(null).verdict).not.toBe('beats-baseline');
    const evaluated = decide(linear);
    expect(evaluated).toMatchObject({ verdict: 'beats-baseline', model: 'linear', linear: evaluated.score });
    expect(evaluated.p).toBeCloseTo(0.002 / 0.8, 12);
    expect(evaluated.tests.map(({ model }) => model)).toEqual(['small', 'linear']);
    expect(gate.parse(evaluated)).toEqual(evaluated);
  });

  test('calls a measure blind that shows nothing of what there is, not one that leaves it open', ({ expect }) => {
    // Nine in ten rows are of the first class, which both models always name.
    const codes = Int32Array.from({ length: 400 }, (_, row) => (row % 10 === 9 ? 1 : 0));
    const target: Target = { kind: 'classes', classes: ['no', 'yes'], codes };
    const always = sure(codes, (row) => codes[row] === 0);
    const part = { model: always, other: always, target };
    const decide = (model: Predictions) =>
      decideGate(
        {
          ...NOTHING_ELSE,
          guess: 'majority',
          scores: new Map(),
          parts: new Map([['power', [part]]]),
          linear: { p: 0.002, parts: [{ ...part, model }] },
        },
        definitionOf(),
        ACCURACY,
        protocolOf(400),
        specOf(),
      ).gate;
    const blind = decide(always);
    expect(blind).toMatchObject({ verdict: 'measure-blind', gain: 0 });
    expect(blind.advice).toContain('Choose ROC AUC');
    // A model that is right more often passes.
    expect(decide(sure(codes, (row) => codes[row] === 0 || row % 20 === 9)).verdict).toBe('beats-baseline');
  });

  test('adopts other inputs that score better on the same rows, and says so', ({ expect }) => {
    const small = partOf(400, 0.6);
    const better = { ...small, model: partOf(400, 0.9, 'better').model };
    const results: GateResults = {
      ...NOTHING_ELSE,
      guess: 'majority',
      scores: new Map(),
      variants: { trend: [], categories: ['hour'], log: [] },
      parts: new Map([
        ['power', [small]],
        ['as-categories', [better]],
      ]),
    };
    const {
      gate: evaluated,
      adopted,
      decisions,
    } = decideGate(results, definitionOf(), ACCURACY, protocolOf(400), specOf());
    expect(adopted).toEqual(['categories']);
    expect(evaluated.adopted).toEqual(['categories']);
    expect(evaluated.score).toBeCloseTo(0.9, 1);
    expect(decisions[0]).toMatchObject({ choice: '"hour" as categories' });
    const alike = { ...results, parts: new Map([...results.parts, ['as-categories', [small]]]) };
    const kept = decideGate(alike, definitionOf(), ACCURACY, protocolOf(400), specOf());
    expect(kept.adopted).toEqual([]);
    expect(kept.decisions[0]).toMatchObject({ choice: '"hour" stay numbers' });
  });

  test('compares rows of unseen groups with random ones', ({ expect }) => {
    const drawn = conclude({ rows: 400, rate: 0.8, others: { grouped: 0.5, ungrouped: 0.8 }, group: 'patient' }).gate;
    expect(drawn.group).toMatchObject({ column: 'patient' });
    expect(drawn.group!.groupedCi[0]).toBeLessThan(0.1);
    expect(drawn.group!.randomGain).toBeCloseTo(0.3, 1);
    expect(drawn.evidence.join(' ')).toContain('Tested on rows whose "patient" wasn\'t among the training rows');
  });

  test('reports a suspected leak first, with advice', ({ expect }) => {
    const leaks = [{ column: 'alive', why: 'leaks the target: on its own it is right every time' }];
    const { gate: evaluated, continues } = conclude({ rows: 400, rate: 0.8, definition: { leaks } });
    expect(evaluated.verdict).toBe('leak-suspected');
    expect(evaluated.evidence[0]).toBe('"alive" leaks the target: on its own it is right every time.');
    expect(evaluated.advice).toContain('Leave out "alive"');
    expect(continues).toBe(false);
  });

  test('calls a problem non-stationary when it fails on later rows', ({ expect }) => {
    const others = { 'ordered-time': 0.5, 'late-time': 0.95 };
    const dated = { timeColumn: 'day' };
    const { gate: evaluated } = conclude({ rows: 400, rate: 0.8, others, definition: dated });
    expect(evaluated.verdict).toBe('non-stationary');
    expect(evaluated.order).toMatchObject([{ column: 'day' }]);
    expect(evaluated.evidence.join(' ')).toContain('columns that changed most: "age" (40 %)');
    // Not without a date column: many files are merely sorted. Nor if the user set the order to random.
    const rows = { 'ordered-rows': 0.5, 'late-rows': 0.95 };
    expect(conclude({ rows: 400, rate: 0.8, others: rows }).gate.verdict).toBe('beats-baseline');
    const said = { rows: 400, rate: 0.8, others, definition: dated, spec: { order: 'random' as const } };
    expect(conclude(said).gate.verdict).toBe('beats-baseline');
    // Nor if most of the gain remains.
    const steady = { ...others, 'ordered-time': 0.78 };
    expect(conclude({ rows: 400, rate: 0.8, others: steady, definition: dated }).gate.verdict).toBe('beats-baseline');
  });

  test('also calls it non-stationary if it fails in time order and works on random rows', ({ expect }) => {
    const by = { protocol: { order: 'time' as const }, spec: { order: 'time' as const } };
    const { gate: evaluated } = conclude({ rows: 400, rate: 0.5, others: { 'random-order': 0.8 }, ...by });
    expect(evaluated.verdict).toBe('non-stationary');
    expect(conclude({ rows: 400, rate: 0.5, others: { 'random-order': 0.5 }, ...by }).gate.verdict).toBe('no-signal');
    expect(conclude({ rows: 400, rate: 0.8, others: { 'random-order': 0.9 }, ...by }).gate.verdict).toBe(
      'beats-baseline',
    );
  });

  test('reports no drift where it can’t be measured', ({ expect }) => {
    const one = partOf(400, 0.8, 'one');
    const late = {
      ...one,
      target: { kind: 'classes' as const, classes: ['early', 'late'], codes: new Int32Array(400) },
    };
    const results: GateResults = {
      ...NOTHING_ELSE,
      guess: 'majority',
      scores: new Map(),
      parts: new Map([
        ['power', [one]],
        ['late-rows', [late]],
      ]),
    };
    const { gate: evaluated } = decideGate(results, definitionOf(), ACCURACY, protocolOf(400), specOf());
    expect(evaluated.drift).toEqual([]);
  });

  test('refuses a measure that no part defines', ({ expect }) => {
    const part = partOf(40, 0.8);
    const codes = new Int32Array(40);
    const alike = { ...part, target: { kind: 'classes' as const, classes: ['no', 'yes'], codes } };
    const results: GateResults = {
      ...NOTHING_ELSE,
      guess: 'prior',
      scores: new Map(),
      parts: new Map([['power', [alike]]]),
    };
    expect(() => decideGate(results, definitionOf(), measureOf('roc-auc'), protocolOf(40), specOf())).toThrow(
      expect.objectContaining({ code: 'measure_mismatch' }),
    );
  });

  test('estimates from the last doubling whether more rows would help', ({ expect }) => {
    const rising = conclude({ rows: 800, rate: 0.9, others: { 'share-25': 0.6, 'share-50': 0.75 } }).gate;
    expect(rising.learningCurve).toMatchObject({
      moreRowsHelp: true,
      points: [{ rows: 200 }, { rows: 400 }, { rows: 800 }],
    });
    expect(rising.learningCurve!.lastDoubling.gain).toBeCloseTo(0.15, 1);
    const flat = conclude({ rows: 800, rate: 0.5, others: { 'share-25': 0.5, 'share-50': 0.5 } }).gate;
    expect(flat.learningCurve!.moreRowsHelp).toBe(false);
  });

  test('reports the linear model and the one on shuffled targets', ({ expect }) => {
    const { gate: evaluated } = conclude({ rows: 400, rate: 0.8, others: { linear: 0.7, shuffled: 0.5 } });
    expect(evaluated.linear).toBeCloseTo(0.7, 1);
    expect(evaluated.shuffled).toBeCloseTo(0.5, 1);
    expect(conclude({ rows: 400, rate: 0.8 }).gate).toMatchObject({
      linear: null,
      shuffled: null,
      learningCurve: null,
    });
  });

  test('counts a smaller error as a gain', ({ expect }) => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    const target: Target = { kind: 'number', width: 1, values };
    const off = (by: number): Predictions => ({
      kind: 'number',
      width: 1,
      values: values.map((v, i) => v + by + (i % 7)),
    });
    const judge = (by: number) =>
      decideGate(
        {
          ...NOTHING_ELSE,
          guess: 'median',
          scores: new Map(),
          parts: new Map([['power', [{ model: off(by), other: off(20), target }]]]),
        },
        definitionOf({ type: 'scalar-regression', classes: null }),
        measureOf('mae'),
        protocolOf(100),
        specOf(),
      ).gate;
    expect(judge(15)).toMatchObject({ verdict: 'beats-baseline' });
    expect(judge(15).gain).toBeCloseTo(5, 9);
    expect(judge(15).ci[0]).toBeCloseTo(5, 9);
    expect(judge(20).gain).toBeCloseTo(0, 12);
    expect(judge(20).p).toBe(1);
    expect(judge(20).verdict).not.toBe('beats-baseline');
  });
});

describe('planGate', () => {
  const plan = (rows: number, order: 'random' | 'time' = 'random', timeColumn: string | null = null) =>
    planGate(
      specOf({ effort: 'quick' }),
      protocolOf(300, { order }),
      definitionOf({ timeColumn }),
      measureOf('accuracy'),
      rows,
      { solvesLinear: false, codes: false, trend: false, skewed: false, branches: false, group: null },
    );

  test('plans one small model with its controls, their epochs fixed in advance', ({ expect }) => {
    const trials = plan(400);
    expect(trials.map(({ id }) => id)).toEqual([
      'power',
      'linear',
      'shuffled',
      'share-25',
      'share-50',
      'ordered-rows',
      'late-rows',
    ]);
    expect(trials[0]).toMatchObject({ on: 'splits', config: { units: [16], dropout: 0, l2: 0, batchSize: 32 } });
    // 300 training rows are 10 minibatches of 32: 600 of them are 60 epochs, and half of that is taken.
    expect(trials.map(({ epochs }) => epochs)).toEqual([30, 30, 30, 120, 60, 30, 30]);
    expect(trials[1]!.config.units).toEqual([]);
  });

  test('skips the learning curve with few rows', ({ expect }) => {
    expect(plan(49).map(({ id }) => id)).toEqual(['power', 'linear', 'shuffled']);
  });

  test('checks dates and file order; in time order, checks random rows', ({ expect }) => {
    expect(plan(400, 'random', 'day').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['ordered-time', 'late-time', 'ordered-rows', 'late-rows']),
    );
    const timed = plan(400, 'time').map(({ id }) => id);
    expect(timed).toEqual(expect.arrayContaining(['random-order', 'late-time']));
    expect(timed).not.toContain('ordered-rows');
  });
});
