import { describe, test } from 'vitest';
import type { Measure } from '../measure/index.ts';
import { chooseProtocol } from '../protocol/index.ts';
import { generator } from '../random/index.ts';
import type { Target } from '../rows/index.ts';
import { specOf } from '../testing/spec.ts';
import { batchSizeFor, concludePower, planPower, power } from './index.ts';

const ACCURACY: Measure = { name: 'accuracy', greaterIsBetter: true, why: '', beside: [] };
const MAE: Measure = { name: 'mae', greaterIsBetter: false, why: '', beside: [] };

/** Rows of which a model is right in `rate`, the baseline in every second one. */
function conclude(rows: number, rate: number, fields: Parameters<typeof specOf>[0] = {}) {
  const target: Target = {
    kind: 'classes',
    classes: ['a', 'b'],
    codes: Int32Array.from({ length: rows }, (_, i) => i % 2),
  };
  const { protocol } = chooseProtocol(target, ACCURACY, specOf(), 0);
  const random = generator(2, 'test', rows);
  const model = Float64Array.from({ length: rows }, () => (random.uniform() < rate ? 1 : 0));
  const baseline = Float64Array.from({ length: rows }, (_, i) => i % 2);
  return concludePower(model, baseline, { name: 'majority', score: 0.5 }, ACCURACY, protocol, specOf(fields));
}

describe('concludePower', () => {
  test('passes a model that is clearly better', ({ expect }) => {
    const { power: judged, goesOn, decisions } = conclude(400, 0.8);
    expect(judged.verdict).toBe('beats-baseline');
    expect(goesOn).toBe(true);
    expect(judged.p).toBeLessThan(0.001);
    expect(judged.ci[0]).toBeGreaterThan(0.2);
    expect(judged.ci[0]).toBeLessThan(judged.gain);
    expect(judged.ci[1]).toBeGreaterThan(judged.gain);
    expect(judged.gain).toBeCloseTo(judged.score - judged.baseline.score, 12);
    expect(decisions).toMatchObject([{ stage: 'power', choice: 'a small model beats guessing', by: 'rule' }]);
    expect(power.parse(judged)).toEqual(judged);
  });

  test('calls no gain in few rows underpowered, in many rows no signal', ({ expect }) => {
    // Ten points are worth knowing of: 2.8 · 0.5 / sqrt(rows) is more than that up to 196 rows.
    expect(conclude(40, 0.5)).toMatchObject({ power: { verdict: 'underpowered' }, goesOn: false });
    expect(conclude(190, 0.5)).toMatchObject({ power: { verdict: 'underpowered' }, goesOn: false });
    expect(conclude(200, 0.5)).toMatchObject({ power: { verdict: 'no-signal' }, goesOn: false });
    expect(conclude(2_000, 0.5)).toMatchObject({ power: { verdict: 'no-signal' }, goesOn: false });
  });

  test('stops a model that is worse than guessing', ({ expect }) => {
    const { power: judged, goesOn } = conclude(2_000, 0.3);
    expect(judged).toMatchObject({ verdict: 'no-signal' });
    expect(judged.gain).toBeLessThan(-0.1);
    expect(judged.p).toBeGreaterThan(0.9);
    expect(goesOn).toBe(false);
  });

  test('goes on below the gate when asked, and writes down who asked', ({ expect }) => {
    const { power: judged, goesOn, decisions } = conclude(2_000, 0.5, { goOn: true });
    expect(judged.verdict).toBe('no-signal');
    expect(goesOn).toBe(true);
    expect(decisions.map(({ by }) => by)).toEqual(['rule', 'user']);
    expect(conclude(400, 0.8, { goOn: true }).decisions.map(({ by }) => by)).toEqual(['rule']);
  });

  test('counts a smaller error as a gain', ({ expect }) => {
    const target: Target = { kind: 'number', values: Float64Array.from({ length: 100 }, (_, i) => i) };
    const { protocol } = chooseProtocol(target, MAE, specOf(), 0);
    const guess = Float64Array.from({ length: 100 }, (_, i) => 20 + (i % 7));
    const better = guess.map((error) => error - 5);
    const judge = (model: Float64Array) =>
      concludePower(model, guess, { name: 'median', score: 22.9 }, MAE, protocol, specOf()).power;
    expect(judge(better)).toMatchObject({ verdict: 'beats-baseline', gain: 5, ci: [5, 5] });
    expect(judge(guess)).toMatchObject({ gain: 0, p: 1 });
    expect(judge(guess).verdict).not.toBe('beats-baseline');
  });
});

describe('planPower', () => {
  test('is one small model on every split, its epochs fixed beforehand', ({ expect }) => {
    const target: Target = { kind: 'classes', classes: ['a', 'b'], codes: new Int32Array(400) };
    const { protocol } = chooseProtocol(target, ACCURACY, specOf(), 0);
    const [trial, ...more] = planPower(specOf({ effort: 'quick' }), protocol);
    expect(more).toEqual([]);
    expect(trial).toMatchObject({
      id: 'power',
      on: 'splits',
      config: { units: [16], dropout: 0, l2: 0, batchSize: 32 },
    });
    // 300 training rows are 10 minibatches of 32: 600 of them are 60 epochs, and half of that is taken.
    expect(trial!.epochs).toBe(30);
  });

  test('grows the batches with the rows', ({ expect }) => {
    expect([1, 199, 200, 1_999, 2_000, 19_999, 20_000].map(batchSizeFor)).toEqual([8, 8, 32, 32, 128, 128, 512]);
  });
});
