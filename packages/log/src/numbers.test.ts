import { describe, test } from 'vitest';
import { asJson, clean, numbersIn } from './numbers.ts';

describe('numbersIn', () => {
  test('names nested numbers by their path, and says what is none', ({ expect }) => {
    const refused: string[] = [];
    const values = {
      loss: NaN,
      ok: true,
      val: { loss: 0.5, deep: { er: 1n } },
      list: [1],
      text: 'x',
      none: null,
      '\u0000': 1,
    };
    expect(numbersIn(values, (name) => refused.push(name))).toEqual([
      ['loss', NaN],
      ['ok', 1],
      ['val.loss', 0.5],
      ['val.deep.er', 1],
    ]);
    expect(refused).toEqual(['list', 'text', 'none', '']);
  });

  test('ends where values hold themselves', ({ expect }) => {
    const round: Record<string, unknown> = { loss: 1 };
    round['self'] = round;
    const numbers = numbersIn(round, () => {});
    expect(numbers).toHaveLength(10);
    expect(numbers.at(-1)).toEqual([`${'self.'.repeat(9)}loss`, 1]);
  });
});

test('clean cuts at the limit, and never within a character', ({ expect }) => {
  expect(clean(`a\u0007b\ud800c`)).toBe('abc');
  expect(clean('x'.repeat(300))).toHaveLength(200);
  expect(clean(`${'x'.repeat(199)}😀`)).toBe('x'.repeat(199));
});

test('asJson writes what JSON has no number for as words', ({ expect }) => {
  expect([1.5, NaN, Infinity, -Infinity].map(asJson)).toEqual([1.5, 'NaN', 'Infinity', '-Infinity']);
});
