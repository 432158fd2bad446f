import { test } from 'vitest';
import { Lately } from './lately.ts';

test('reads a text once, and again when others have taken its place', ({ expect }) => {
  const read: string[] = [];
  const lately = new Lately<object>();
  const get = (text: string) => lately.get(text, (given) => (read.push(given.slice(0, 3)), { given }));
  const first = get('a');
  expect(get('a')).toBe(first);
  expect(read).toEqual(['a']);
  for (let i = 0; i < 15; i++) get(`b${i}`);
  expect(get('a')).toBe(first);
  get('b15');
  expect(get('a')).toEqual(first);
  expect(get('a')).not.toBe(first);
});

test('keeps no more than two million characters', ({ expect }) => {
  const lately = new Lately<object>();
  const long = (letter: string, millions: number) => letter.repeat(millions * 1_000_000);
  const small = lately.get('small', () => ({}));
  const one = lately.get(long('x', 1), () => ({}));
  expect(lately.get('small', () => ({}))).toBe(small);
  const other = lately.get(long('y', 1), () => ({}));
  expect(lately.get('small', () => ({}))).not.toBe(small);
  expect(lately.get(long('y', 1), () => ({}))).toBe(other);
  expect(lately.get(long('x', 1), () => one)).toBe(one);
  lately.get(long('z', 3), () => ({}));
  expect(lately.get('small', () => small)).not.toBe(small);
});
