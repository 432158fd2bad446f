import { describe, test } from 'vitest';
import { METRIC_NAMES } from '@stepwell/metrics/names';
import { outcomeWords } from '../headline.ts';
import { gateOf } from '../../testing/states.ts';
import { baselineWords } from '../baseline-words.ts';
import { shortVerdict, type Concluded } from './short-verdict.ts';

const TEST = {
  metric: 'mae',
  value: 2,
  ci: [1.8, 2.2],
  opened: 1,
  trial: 'tune-1',
  p: 0.01,
  cost: null,
  coverage: null,
  calibration: null,
  rows: 80,
  repeats: 0,
  gainCi: [1, 5],
  metrics: {},
  baseline: { name: 'median', value: 6.2 },
  valToTestGap: 0,
} satisfies NonNullable<Concluded['test']>;

function tested(name: (typeof METRIC_NAMES)[number], fields: Partial<NonNullable<Concluded['test']>> = {}): Concluded {
  const greaterIsBetter = !['mae', 'mse', 'rmse', 'mape', 'log-loss', 'brier'].includes(name);
  const values = greaterIsBetter ? { value: 0.9, baseline: { name: 'majority', value: 0.5 } as const } : {};
  return {
    run: { status: 'finished' },
    gate: null,
    measure: { greaterIsBetter },
    test: { ...TEST, metric: name, ...values, ...fields },
  };
}

const said = (concluded: Concluded) => Object.values(shortVerdict(concluded)).join(' ');
/** Words as a person counts them: a number and its percent sign are one. */
const words = (sentence: string) => sentence.split(/ /).length;

describe('shortVerdict', () => {
  test('says how much closer, how often right, or the measure beside guessing', ({ expect }) => {
    expect(said(tested('mae'))).toBe('Works. 3.1 times closer than always guessing the median.');
    expect(said(tested('mae', { value: 0 }))).toBe('Works. No error at all.');
    expect(said(tested('accuracy'))).toBe('Works. Right for 90.0\u00a0% of rows; guessing gets 50.0\u00a0%.');
    expect(said(tested('roc-auc'))).toBe('Works. ROC AUC 0.900; guessing gets 0.500.');
    expect(said(tested('log-loss'))).toBe('Works. Log loss 2.00; guessing gets 6.20.');
  });

  test('is never more certain than the test', ({ expect }) => {
    expect(said(tested('mae', { p: 0.06 }))).toBe('Inconclusive. The gain over guessing may be zero.');
    expect(said(tested('mae', { value: 7 }))).toBe("Doesn't work. No better than guessing.");
  });

  test('has ten words at most, whatever the measure, baseline and outcome', ({ expect }) => {
    const all = METRIC_NAMES.map((name) => tested(name));
    for (const name of ['mean', 'median', 'last-value'] as const) {
      all.push(tested('mae', { baseline: { name, value: 2.05 } }));
    }
    expect(Object.keys(baselineWords)).toContain('last-value');
    for (const verdict of ['underpowered', 'no-signal', 'measure-blind', 'non-stationary', 'leak-suspected'] as const) {
      all.push({ ...tested('mae'), run: { status: 'stopped' }, test: null, gate: gateOf({ verdict }) });
    }
    for (const status of ['running', 'failed', 'stopped'] as const)
      all.push({ ...tested('mae'), run: { status }, test: null });
    all.push(tested('mae', { p: 0.5 }), tested('mae', { value: 7 }));
    expect(new Set(all.map((concluded) => shortVerdict(concluded).word)).size).toBe(Object.keys(outcomeWords).length);
    for (const concluded of all) expect(words(said(concluded)), said(concluded)).toBeLessThanOrEqual(10);
  });
});
