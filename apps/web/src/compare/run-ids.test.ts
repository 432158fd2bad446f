import { describe, test } from 'vitest';
import { letterOf, readPasted, readRunIds, writeRunIds } from './run-ids.ts';

const one = 'a'.repeat(22);
const two = 'Zz09'.repeat(5) + 'Qq';

describe('the runs in an address', () => {
  test('each once, six at most', ({ expect }) => {
    expect(readRunIds(`${one},${two},,${one}`)).toEqual([one, two]);
    expect(readRunIds('a,b,c,d,e,f,g')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(readRunIds(null)).toEqual([]);
    expect(readRunIds('')).toEqual([]);
    expect([writeRunIds([]), writeRunIds([one, two])]).toEqual([null, `${one},${two}`]);
  });
});

describe('pasted text', () => {
  test('is a link to a run, or its id', ({ expect }) => {
    for (const pasted of [
      one,
      ` ${one}\n`,
      `https://stepwell.example/r/${one}`,
      `http://127.0.0.1:8787/r/${one}?stage=tune&trial=tune-1#x`,
      `/r/${one}/`,
    ]) {
      expect(readPasted(pasted, [])).toEqual({ id: one, refused: null });
    }
  });

  test('or is refused with a reason', ({ expect }) => {
    for (const pasted of [
      '',
      'hello',
      `${one}b`,
      `https://stepwell.example/r/${one}b`,
      'https://stepwell.example/r/',
    ]) {
      expect(readPasted(pasted, [])).toEqual({ id: null, refused: 'unknown' });
    }
    expect(readPasted(one, [two, one])).toEqual({ id: null, refused: 'already' });
    expect(readPasted(one, ['a', 'b', 'c', 'd', 'e', 'f'])).toEqual({ id: null, refused: 'full' });
  });
});

test('runs have letters', ({ expect }) => {
  expect([0, 1, 5].map(letterOf)).toEqual(['A', 'B', 'F']);
});
