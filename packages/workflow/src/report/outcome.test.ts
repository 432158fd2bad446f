import { describe, test } from 'vitest';
import { outcomeOf } from './outcome.ts';

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
    p: surely ? 0.049 : 0.051,
    cost: null,
    coverage: null,
    calibration: null,
    rows: 80,
    repeats: 0,
    gainCi: [surely ? 0.01 : -0.01, 1] as [number, number],
    metrics: {},
    baseline: { name: 'median' as const, value: baseline },
    valToTestGap: 0,
  };
}

describe('outcomeOf', () => {
  test('works when the one-sided test rules chance out at 5 %', ({ expect }) => {
    expect(outcomeOf({ run: finished, measure: mae, gate: null, test: tested(2, [1.5, 2.5], 6) })).toBe('works');
    expect(outcomeOf({ run: finished, measure: accuracy, gate: null, test: tested(0.9, [0.8, 0.95], 0.5) })).toBe(
      'works',
    );
  });

  test('is inconclusive when the test allows for chance', ({ expect }) => {
    expect(outcomeOf({ run: finished, measure: mae, gate: null, test: tested(5, [4, 6], 6, false) })).toBe('luck');
    expect(outcomeOf({ run: finished, measure: accuracy, gate: null, test: tested(0.6, [0.5, 0.7], 0.5, false) })).toBe(
      'luck',
    );
  });

  test('fails at or below guessing', ({ expect }) => {
    expect(outcomeOf({ run: finished, measure: mae, gate: null, test: tested(6, [4, 8], 6) })).toBe('fails');
    expect(outcomeOf({ run: finished, measure: accuracy, gate: null, test: tested(0.4, [0.3, 0.9], 0.5) })).toBe(
      'fails',
    );
  });
});
