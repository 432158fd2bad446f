import { describe, test } from 'vitest';
import type { Point } from './curve.ts';
import { growTrial, linesOf, overlayOf, type LineOptions } from './lines.ts';

const point = (epoch: number, trainLoss: number, validation: number | null): Point => ({
  epoch,
  trainLoss,
  validationLoss: validation,
  validationScore: validation === null ? null : 10 * validation,
});
const folds = [
  [point(1, 4, 5), point(2, 2, 3)],
  [point(1, 6, 7), point(2, 0, 5)],
];
const names = { train: 'T', validation: 'V', baseline: 'B', linear: 'L', shuffled: 'S' };
const references = [
  { role: 'baseline', score: 42 },
  { role: 'linear', score: 50 },
] as const;
const plain: LineOptions = { kind: 'loss', smoothed: false, spread: 'range', references: [], names };
const trial = (...of: Point[][]) => growTrial({ name: 'one', series: 0 }, of, undefined);

describe('the lines of a trial', () => {
  test('are the means, each with the range of its folds around it', ({ expect }) => {
    const { epochs, lines, folds: count } = linesOf(trial(...folds), plain);
    expect(epochs).toEqual([1, 2]);
    expect(count).toBe(2);
    expect(lines.map(({ name, weight, values, band }) => [name, weight, values, band])).toEqual([
      ['T', 'main', [5, 1], { low: [4, 0], high: [6, 2] }],
      ['V', 'main', [6, 4], { low: [5, 3], high: [7, 5] }],
    ]);
  });

  test('or a standard deviation around them', ({ expect }) => {
    // Both pairs are 1 to either side of their mean: the squares over n - 1 are 2.
    const root = Math.sqrt(2);
    const [first, second] = linesOf(trial(...folds), { ...plain, spread: 'sd' }).lines;
    expect(first?.band).toEqual({ low: [5 - root, 1 - root], high: [5 + root, 1 + root] });
    expect(second?.band).toEqual({ low: [6 - root, 4 - root], high: [6 + root, 4 + root] });
  });

  test('or each fold faintly behind them', ({ expect }) => {
    const { lines } = linesOf(trial(...folds), { ...plain, spread: 'each' });
    expect(lines.map(({ role, weight, values, band }) => [role, weight, values, band])).toEqual([
      ['train', 'faint', [4, 2], null],
      ['train', 'faint', [6, 0], null],
      ['validation', 'faint', [5, 3], null],
      ['validation', 'faint', [7, 5], null],
      ['train', 'main', [5, 1], null],
      ['validation', 'main', [6, 4], null],
    ]);
  });

  test('keep the raw mean behind the smoothed one', ({ expect }) => {
    const { lines } = linesOf(trial(...folds.slice(0, 1)), { ...plain, smoothed: true });
    // Mean of the second epoch: (0.8 · 5 + 3) / 1.8
    expect(lines.filter(({ role }) => role === 'validation').map(({ weight, values }) => [weight, values])).toEqual([
      ['faint', [5, 3]],
      ['main', [5, 7 / 1.8]],
    ]);
  });

  test('draw what a score is held against across scores, and not across losses', ({ expect }) => {
    const scores = linesOf(trial(...folds), { ...plain, kind: 'score', references }).lines;
    expect(scores.map(({ name, values }) => [name, values])).toEqual([
      ['V', [60, 40]],
      ['B', [42, 42]],
      ['L', [50, 50]],
    ]);
    expect(linesOf(trial(...folds), { ...plain, references }).lines.some(({ role }) => role === 'baseline')).toBe(
      false,
    );
  });

  test('of a fit without validation are its training alone', ({ expect }) => {
    const of = trial([point(1, 4, null)]);
    expect(linesOf(of, plain).lines.map(({ role }) => role)).toEqual(['train']);
    expect(linesOf(of, { ...plain, kind: 'score', references }).lines).toEqual([]);
  });
});

describe('trials over each other', () => {
  const other = growTrial({ name: 'two', series: 1 }, [[point(1, 9, 9), point(2, 9, 8), point(3, 9, 7)]], undefined);

  test('show their validation, each by its name and series, over the epochs of the longest', ({ expect }) => {
    const { epochs, lines } = overlayOf([trial(...folds), other], plain);
    expect(epochs).toEqual([1, 2, 3]);
    expect(lines.map(({ name, series, values, band }) => [name, series, values, band])).toEqual([
      ['one', 0, [6, 4], { low: [5, 3], high: [7, 5] }],
      ['two', 1, [9, 8, 7], null],
    ]);
  });

  test('have one baseline, and no band where they are many', ({ expect }) => {
    const three = [trial(...folds), other, trial(...folds)];
    const { lines } = overlayOf(three, { ...plain, kind: 'score', references });
    expect(lines.map(({ name, series, band }) => [name, series, band])).toEqual([
      ['one', 0, null],
      ['two', 1, null],
      ['one', 0, null],
      ['B', null, null],
    ]);
  });

  test('leave out one that was not validated', ({ expect }) => {
    const lines = overlayOf(
      [growTrial({ name: 'none', series: 2 }, [[point(1, 4, null)]], undefined), other],
      plain,
    ).lines;
    expect(lines.map(({ name, series }) => [name, series])).toEqual([['two', 1]]);
  });
});
