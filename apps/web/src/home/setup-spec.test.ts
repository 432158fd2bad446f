import { describe, test } from 'vitest';
import { specOf, type SetupValues } from './setup-spec.ts';
import { NO_FORECAST } from './forecast-choice.tsx';
import { OPEN_QUESTION } from './question-settings.tsx';

const VALUES: SetupValues = {
  dataset: 'a'.repeat(64),
  testDataset: null,
  name: 'cars',
  target: 'mpg',
  effort: 'quick',
  seed: '0',
  dropped: new Set(),
  question: OPEN_QUESTION,
  split: null,
  time: null,
  forecast: NO_FORECAST,
  read: {},
};

describe('specOf', () => {
  test('of a forecast keeps rows in order of time, and asks for one target of each series', ({ expect }) => {
    const question = { ...OPEN_QUESTION, also: new Set(['weight']), group: 'shop', keep: new Set(['promo', 'shop']) };
    const forecast = { steps: '24', series: 'shop', season: '24, 168' };
    const spec = specOf({ ...VALUES, question, split: 'part', time: { order: 'random' }, forecast });
    expect(spec).toEqual({
      dataset: VALUES.dataset,
      name: 'cars',
      target: ['mpg'],
      horizon: 24,
      series: 'shop',
      season: [24, 168],
      effort: 'quick',
      seed: 0,
      drop: [],
      keep: ['promo'],
      ignoreGate: false,
    });
    const plain = specOf({ ...VALUES, time: { order: 'file' }, forecast: { ...NO_FORECAST, steps: '3' } });
    expect(plain).toMatchObject({ horizon: 3, order: 'file' });
    expect(plain).not.toHaveProperty('season');
  });

  test('leaves out what is automatic', ({ expect }) => {
    expect(specOf(VALUES)).toEqual({
      dataset: VALUES.dataset,
      name: 'cars',
      target: ['mpg'],
      effort: 'quick',
      seed: 0,
      drop: [],
      keep: [],
      ignoreGate: false,
    });
    expect(specOf({ ...VALUES, target: null })).toBeNull();
  });

  test('a target is neither excluded nor kept nor the split; an expression overrides the measure', ({ expect }) => {
    const question = {
      ...OPEN_QUESTION,
      also: new Set(['mpg', 'weight']),
      keep: new Set(['weight', 'id']),
      measure: 'mae' as const,
      expression: ' -mean(abs(error)) ',
    };
    const spec = specOf({
      ...VALUES,
      dropped: new Set(['mpg', 'day']),
      question,
      split: 'mpg',
      time: { order: 'time', timeColumn: 'day' },
    });
    expect(spec).toMatchObject({
      target: ['mpg', 'weight'],
      drop: ['day'],
      keep: ['id'],
      custom: { expression: '-mean(abs(error))' },
      order: 'time',
      timeColumn: 'day',
    });
    expect(spec).not.toHaveProperty('measure');
    expect(spec).not.toHaveProperty('split');
  });
});
