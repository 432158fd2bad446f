import { describe, test } from 'vitest';
import { align, positive, smoothed, valueAt } from './aligned.ts';
import { joinCurves } from './join-curves.ts';

describe('align', () => {
  test('puts lines over the same steps, with gaps apart from steps that a line has no point of', ({ expect }) => {
    const lines = [
      { steps: [1, 2, 2, 5], values: [0.1, 0.2, 0.3, null] },
      { steps: [0, 2, 5], values: [9, 8, 7] },
    ];
    expect(align(lines)).toEqual({
      steps: [0, 1, 2, 2, 5],
      columns: [
        [undefined, 0.1, 0.2, 0.3, null],
        [9, undefined, 8, undefined, 7],
      ],
    });
    expect(align([])).toEqual({ steps: [], columns: [] });
  });
});

test('positive leaves gaps where a logarithmic axis has no place', ({ expect }) => {
  expect(positive({ steps: [1, 2, 3, 4], values: [1, 0, -1, null] }).values).toEqual([1, null, null, null]);
});

test('smoothed averages with what came before, and keeps gaps', ({ expect }) => {
  // 0.9 · 0 + 1 over 0.9 + 1 is 10/19.
  expect(smoothed({ steps: [1, 2, 3], values: [0, null, 1] }).values).toEqual([0, null, expect.closeTo(10 / 19, 12)]);
});

test('valueAt finds the last point up to an index', ({ expect }) => {
  const column = [undefined, 1, undefined, null, undefined];
  expect([0, 1, 2, 3, 4].map((index) => valueAt(column, index))).toEqual([null, 1, 1, null, null]);
});

describe('joinCurves', () => {
  const line = (metric: string, steps: number[]) => ({
    metric,
    count: steps.length,
    last: { step: Math.max(...steps), value: Math.max(...steps) },
    steps,
    values: steps,
    marks: [],
  });

  test('adds later points, in order of steps even where they came late', ({ expect }) => {
    const known = { whole: true, after: 3, lines: [line('loss', [1, 3]), line('lr', [1])] };
    const later = { whole: false, after: 5, lines: [line('loss', [2, 4]), line('new', [4])] };
    const { lines, after, whole } = joinCurves(known, later);
    expect([after, whole]).toEqual([5, true]);
    expect(lines.map(({ metric, steps, count, last }) => [metric, steps, count, last.step])).toEqual([
      ['loss', [1, 2, 3, 4], 4, 4],
      ['lr', [1], 1, 1],
      ['new', [4], 1, 4],
    ]);
    const early = joinCurves(known, { whole: false, after: 4, lines: [line('loss', [2])] });
    expect(early.lines[0]).toMatchObject({ steps: [1, 2, 3], last: { step: 3 } });
  });
});
