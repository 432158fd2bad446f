import { describe, test } from 'vitest';
import { gateOf } from '../testing/states.ts';
import { heroOf } from './hero.ts';

const measureOf = (name: 'mae' | 'accuracy' | 'r2' | 'custom', greaterIsBetter: boolean) => ({
  name,
  greaterIsBetter,
  why: '',
  expression: name === 'custom' ? '-mean(abs(error))' : null,
  threshold: 0.5,
});
const mae = measureOf('mae', false);
const problem = {
  type: 'scalar-regression' as const,
  target: ['mpg'],
  inputs: [],
  classes: null,
  labels: null,
  bounds: null,
  leftOut: [],
  hypothesis: '',
};
const finished = { run: { status: 'finished' }, gate: null, problem, baselines: null } as const;
const stopped = { run: { status: 'stopped' }, problem, baselines: null, test: null } as const;

function tested(value: number, ci: [number, number], baseline: number) {
  return {
    metric: 'mae' as const,
    value,
    ci,
    opened: 1,
    trial: 'tune-1',
    p: 0.01,
    cost: null,
    coverage: null,
    calibration: null,
    rows: 80,
    repeats: 0,
    gainCi: [0.01, 1] as [number, number],
    metrics: {},
    baseline: { name: 'median' as const, value: baseline },
    valToTestGap: 0,
  };
}

function gate(verdict: 'no-signal' | 'non-stationary' | 'leak-suspected') {
  const scores = { orderedScore: null, randomScore: null, scoresWorse: false };
  return gateOf({
    verdict,
    score: 0.6,
    ci: [-0.05, 0.25],
    gain: 0.1,
    order: [
      { column: 'day', orderedGain: -0.1, orderedCi: [-0.2, 0], randomGain: 0.3, randomCi: [0.2, 0.4], ...scores },
    ],
  });
}

describe('heroOf', () => {
  test('an error is drawn from zero, with guessing on the axis', ({ expect }) => {
    const hero = heroOf({ ...finished, measure: mae, test: tested(2, [1.5, 2.5], 5) });
    expect(hero).toMatchObject({ estimate: { value: 2, low: 1.5, high: 2.5 }, from: 0, reference: { value: 5 } });
    expect(hero?.to).toBeCloseTo(5.4, 12);
  });

  test('before the test there is only the baseline', ({ expect }) => {
    const running = { run: { status: 'running' }, measure: mae, gate: null, test: null } as const;
    expect(heroOf({ ...running, problem: null, baselines: null })).toBeNull();
    expect(heroOf({ ...running, problem, baselines: null })).toBeNull();
    const baselines = [
      { name: 'median' as const, score: 5 },
      { name: 'mean' as const, score: 6 },
    ];
    const hero = heroOf({ ...running, problem, baselines });
    expect(hero).toMatchObject({ estimate: null, reference: { value: 5 } });
  });

  test('a measure that ends at 1 has its axis end there, and room where it goes below zero', ({ expect }) => {
    const hero = heroOf({ ...finished, measure: measureOf('r2', true), test: tested(0.9, [0.8, 0.95], -0.25) });
    expect(hero?.to).toBe(1);
    expect(hero?.from).toBeCloseTo(-0.25 - 0.08 * 1.25, 12);
  });

  test('a measure below zero throughout has its axis end at zero', ({ expect }) => {
    const hero = heroOf({ ...finished, measure: measureOf('custom', true), test: tested(-2, [-3, -1], -5) });
    expect(hero).toMatchObject({ from: -5.4, to: 0 });
  });

  test('a run that stopped shows its gain, in points where the measure is a share', ({ expect }) => {
    const hero = heroOf({ ...stopped, measure: measureOf('accuracy', true), gate: gate('no-signal') });
    expect(hero).toMatchObject({ estimate: { value: 0.1, low: -0.05, high: 0.25 }, reference: { value: 0 } });
    expect([0.1, -0.05, -0.0004].map((gain) => hero?.format(gain))).toEqual(['10.0', '-5.0', '0.0']);
    expect(hero?.caption).toBe('percentage points compared with guessing (accuracy), with a small model');
    expect(hero?.beside).toBeNull();
  });

  test('a run that fails on later rows shows the gain there, beside the gain on random rows', ({ expect }) => {
    const hero = heroOf({ ...stopped, measure: measureOf('accuracy', true), gate: gate('non-stationary') });
    expect(hero).toMatchObject({ estimate: { value: -0.1, low: -0.2, high: 0 }, beside: { value: 0.3 } });
    expect(hero?.caption).toContain('on later rows');
  });
});
