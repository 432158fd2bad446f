import { describe, test } from 'vitest';
import { shortened, widthOf, wrapped } from './text-width.ts';

describe('widthOf', () => {
  test('adds what each letter takes', ({ expect }) => {
    // a 575, b 624, é as e 592, in thousandths of the size.
    expect(widthOf('abé', 100)).toBeCloseTo(179.1, 9);
    expect(widthOf('', 100)).toBe(0);
  });
});

describe('shortened', () => {
  test('leaves alone what fits, and ends in an ellipsis where it does not', ({ expect }) => {
    // ii is 52.4 at size 100; five of them 131; an ellipsis takes 105.
    expect(shortened('iiiii', 100, 131)).toBe('iiiii');
    expect(shortened('iiiiiiiiii', 100, 131.3)).toBe('i…');
    expect(shortened('wide words here', 100, 10)).toBe('…');
  });

  test('never cuts through what a person counts as one character', ({ expect }) => {
    const family = '👩‍👩‍👧‍👦';
    for (let width = 0; width < 2000; width += 37) {
      expect(shortened(`a${family.repeat(3)}`, 100, width)).toMatch(/^(?:a(?:👩‍👩‍👧‍👦)*)?…?$/u);
    }
  });

  test('control characters and line breaks take no part', ({ expect }) => {
    expect(shortened('a\u0000\u0007b\n\tc\u202e', 10, 1000)).toBe('ab c');
  });
});

describe('wrapped', () => {
  test('breaks at spaces, and leaves out what does not fit into the last line', ({ expect }) => {
    // "aa bb" is 575·2 + 252 + 624·2 = 2650 thousandths.
    expect(wrapped('aa bb aa bb', 100, 265, 3)).toEqual(['aa bb', 'aa bb']);
    expect(wrapped('aa bb aa bb', 100, 264, 3)).toEqual(['aa', 'bb', 'aa…']);
    expect(wrapped('', 100, 264, 3)).toEqual(['']);
  });
});
