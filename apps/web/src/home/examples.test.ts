import { describe, test } from 'vitest';
import { parseExamples } from './examples.ts';

describe('parseExamples', () => {
  test('keeps valid examples', ({ expect }) => {
    const cars = {
      file: 'cars.csv',
      name: 'cars',
      question: 'How far?',
      target: 'mpg',
      rows: 406,
      source: 's',
      license: 'l',
      thumbnail: { kind: 'dots', marks: [[0, 0.5, 1]] },
    };
    const sales = { ...cars, name: 'sales', order: 'time' };
    const broken = { ...cars, thumbnail: { kind: 'dots', marks: [[0, 'x', 1]] } };
    expect(parseExamples([cars, { file: 'x' }, null, sales, { ...cars, order: 'x' }, broken])).toEqual([cars, sales]);
    expect(parseExamples({})).toEqual([]);
  });
});
