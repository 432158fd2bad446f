import { describe, test } from 'vitest';
import { answerLines, answerRows, predictedNumber } from './answer-rows.ts';

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const of = (classes: string[] | null, labels: string[] | null = null, target = ['y']) => ({ classes, labels, target });
const shares = (names: string[], values: number[]) => Object.fromEntries(names.map((name, i) => [name, values[i]!]));

describe('answerRows', () => {
  test('keeps a few classes in their places', ({ expect }) => {
    const answer = { class: 'b', probabilities: { a: 0.2, b: 0.8 }, notes: [] };
    expect(answerRows(of(['a', 'b']), answer)).toEqual([
      { name: 'a', value: 0.2, isNamed: false },
      { name: 'b', value: 0.8, isNamed: true },
    ]);
  });

  test('shows the five most probable of many classes', ({ expect }) => {
    const probabilities = shares(letters, [0.01, 0.3, 0.02, 0.1, 0.4, 0.12, 0.05]);
    const rows = answerRows(of(letters), { class: 'e', probabilities, notes: [] });
    expect(rows.map(({ name }) => name)).toEqual(['e', 'b', 'f', 'd', 'g']);
    expect(rows[0]).toEqual({ name: 'e', value: 0.4, isNamed: true });
  });

  test('has labels, numbers, and as many lines before the answer as after it', ({ expect }) => {
    const labelled = answerRows(of(null, ['x', 'z']), {
      labels: ['z'],
      probabilities: { x: 0.1, z: 0.7 },
      notes: [],
    });
    expect(labelled.map(({ isNamed }) => isNamed)).toEqual([false, true]);
    const numbers = answerRows(of(null, null, ['y', 'w']), { numbers: { w: 2, y: 1 }, notes: [] });
    expect(numbers.map(({ name, value }) => [name, value])).toEqual([
      ['y', 1],
      ['w', 2],
    ]);
    for (const one of [of(letters), of(['a', 'b']), of(null, ['x']), of(null, null, ['y', 'w'])]) {
      expect(answerRows(one, null)).toHaveLength(answerLines(one));
    }
  });
});

test('predicted numbers keep what tells them apart', ({ expect }) => {
  expect([0, 23.456, -0.12345, 1_987.4, 29_612.3, 999.96, 0.0001234, 1e16].map(predictedNumber)).toEqual([
    '0',
    '23.46',
    '-0.1235',
    '1\u202f987',
    '29\u202f612',
    '1000',
    '1.23e-4',
    '1.00e+16',
  ]);
});
