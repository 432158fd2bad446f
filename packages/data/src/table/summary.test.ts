import { describe, test } from 'vitest';
import { boolean, categorical, images, numeric, tableOf, text } from '../testing/columns.ts';
import { columnSummary, summarize } from './index.ts';

describe('summarize', () => {
  test('counts what is missing and what differs, and shows the first three values', ({ expect }) => {
    const table = tableOf(
      5,
      numeric('n', [2, null, 2, 0.5, -1]),
      categorical('c', ['b', 'a', null, 'c', 'd']),
      boolean('b', [null, true, null, true, null]),
      numeric('empty', [null, null, null, null, null]),
      text('t', ['One text, of many', '', 'One text, of many', 'b', 'c']),
      images(
        'i',
        2,
        3,
        Array.from({ length: 5 }, () => [0, 0, 0, 0, 0, 0]),
      ),
    );
    const summaries = summarize(table);
    expect(summaries).toEqual([
      { name: 'n', kind: 'numeric', missing: 1, distinct: 3, examples: ['2', '0.5', '-1'] },
      { name: 'c', kind: 'categorical', missing: 1, distinct: 4, examples: ['b', 'a', 'c'] },
      { name: 'b', kind: 'boolean', missing: 3, distinct: 1, examples: ['true'] },
      { name: 'empty', kind: 'numeric', missing: 5, distinct: 0, examples: [] },
      { name: 't', kind: 'text', missing: 1, distinct: null, examples: ['one text of many', 'b', 'c'] },
      { name: 'i', kind: 'image', missing: 0, distinct: null, examples: ['3×2×1'] },
    ]);
    for (const summary of summaries) expect(columnSummary.parse(summary)).toEqual(summary);
  });

  test('counts numbers that differ, zeros of either sign as one, others than finite ones not at all', ({ expect }) => {
    const column = numeric('n', [0, -0, Infinity, null, 1, 1, -Infinity, 0.5]);
    expect(summarize(tableOf(8, column))[0]?.distinct).toBe(3);
  });

  test('cuts long examples', ({ expect }) => {
    const [summary] = summarize(tableOf(1, categorical('c', ['x'.repeat(100)])));
    expect(summary!.examples).toEqual(['x'.repeat(40)]);
  });
});
