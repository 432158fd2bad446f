import { describe, test } from 'vitest';
import { parseExamples } from './examples.ts';

describe('parseExamples', () => {
  test('keeps what fits', ({ expect }) => {
    const cars = {
      file: 'cars.csv',
      name: 'cars',
      question: 'How far?',
      target: 'mpg',
      rows: 406,
      source: 's',
      licence: 'l',
    };
    const digits = { ...cars, name: 'digits', slow: true };
    expect(parseExamples([cars, { file: 'x' }, null, digits, { ...cars, slow: 'x' }])).toEqual([cars, digits]);
    expect(parseExamples({})).toEqual([]);
  });
});
