import { describe, test } from 'vitest';
import { heroOf, outcomeOf } from './outcome.ts';

const mae = { name: 'mae', greaterIsBetter: false, why: '', expression: null, threshold: 0.5 } as const;
const accuracy = { name: 'accuracy', greaterIsBetter: true, why: '', expression: null, threshold: 0.5 } as const;
const finished = { status: 'finished' } as const;

function tested(value: number, ci: [number, number], baseline: number, surely = true) {
  return {
    metric: 'mae' as const,
    value,
    ci,
    opened: 1,
    trial: 'tune-1',
    p: 0.01,
    cost: null,
    rows: 80,
    repeats: 0,
    gainCi: [surely ? 0.01 : -0.01, 1] as [number, number],
    metrics: {},
    baseline: { name: 'median' as const, value: baseline },
    valToTestGap: 0,
  };
}

describe('outcomeOf', () => {
  test('works when the whole interval of the gain is above none', ({ expect }) => {
    expect(outcomeOf({ run: finished, measure: mae, power: null, test: tested(2, [1.5, 2.5], 6) })).toBe('works');
    expect(outcomeOf({ run: finished, measure: accuracy, power: null, test: tested(0.9, [0.8, 0.95], 0.5) })).toBe(
      'works',
    );
  });

  test('may be luck when the interval of the gain reaches none', ({ expect }) => {
    expect(outcomeOf({ run: finished, measure: mae, power: null, test: tested(5, [4, 6], 6, false) })).toBe('luck');
    expect(
      outcomeOf({ run: finished, measure: accuracy, power: null, test: tested(0.6, [0.5, 0.7], 0.5, false) }),
    ).toBe('luck');
  });

  test('does not work at or below guessing', ({ expect }) => {
    expect(outcomeOf({ run: finished, measure: mae, power: null, test: tested(6, [4, 8], 6) })).toBe('fails');
    expect(outcomeOf({ run: finished, measure: accuracy, power: null, test: tested(0.4, [0.3, 0.9], 0.5) })).toBe(
      'fails',
    );
  });
});

describe('heroOf', () => {
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

  test('an error is drawn from zero, with guessing on the axis', ({ expect }) => {
    const hero = heroOf({
      run: finished,
      measure: mae,
      power: null,
      problem,
      baselines: null,
      test: tested(2, [1.5, 2.5], 5),
    });
    expect(hero).toMatchObject({ estimate: { value: 2, low: 1.5, high: 2.5 }, from: 0, reference: { value: 5 } });
    expect(hero?.to).toBeCloseTo(5.4, 12);
  });

  test('before the test there is only what has to be beaten', ({ expect }) => {
    const running = { run: { status: 'running' }, measure: mae, power: null, test: null } as const;
    expect(heroOf({ ...running, problem: null, baselines: null })).toBeNull();
    expect(heroOf({ ...running, problem, baselines: null })).toBeNull();
    const hero = heroOf({
      ...running,
      problem,
      baselines: [
        { name: 'median', score: 5 },
        { name: 'mean', score: 6 },
      ],
    });
    expect(hero).toMatchObject({ estimate: null, reference: { value: 5 } });
  });
});
