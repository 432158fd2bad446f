import { describe, test } from 'vitest';
import type { Point } from './curve.ts';
import { linesOf } from './lines.ts';

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
const references = [
  { role: 'baseline', score: 42 },
  { role: 'linear', score: 50 },
] as const;
const plain = { kind: 'loss', smoothed: false, log: false, references: [] } as const;

describe('linesOf', () => {
  test('draws folds faintly behind their mean', ({ expect }) => {
    const { epochs, lines, folds: count } = linesOf(folds, plain);
    expect(epochs).toEqual([1, 2]);
    expect(count).toBe(2);
    expect(lines.map(({ role, weight, values }) => [role, weight, values])).toEqual([
      ['train', 'faint', [4, 2]],
      ['train', 'faint', [6, 0]],
      ['validation', 'faint', [5, 3]],
      ['validation', 'faint', [7, 5]],
      ['train', 'main', [5, 1]],
      ['validation', 'main', [6, 4]],
    ]);
  });

  test('keeps the raw mean behind the smoothed one', ({ expect }) => {
    const { lines } = linesOf(folds.slice(0, 1), { ...plain, smoothed: true });
    // Mean of the second epoch: (0.8 · 5 + 3) / 1.8
    expect(lines.filter(({ role }) => role === 'validation').map(({ weight, values }) => [weight, values])).toEqual([
      ['faint', [5, 3]],
      ['main', [5, 7 / 1.8]],
    ]);
  });

  test('draws what a score is held against across scores, and not across losses', ({ expect }) => {
    const scores = linesOf(folds, { ...plain, kind: 'score', references }).lines.filter(
      ({ weight }) => weight === 'main',
    );
    expect(scores.map(({ role, values }) => [role, values])).toEqual([
      ['validation', [60, 40]],
      ['baseline', [42, 42]],
      ['linear', [50, 50]],
    ]);
    expect(linesOf(folds, { ...plain, references }).lines.some(({ role }) => role === 'baseline')).toBe(false);
  });

  test('a fit without validation has no validation line', ({ expect }) => {
    const all = [[point(1, 4, null)]];
    expect(linesOf(all, plain).lines.map(({ role }) => role)).toEqual(['train']);
    expect(linesOf(all, { ...plain, kind: 'score', references }).lines).toEqual([]);
  });

  test('leaves out what a logarithm has no value for', ({ expect }) => {
    expect(linesOf(folds, { ...plain, log: true }).lines[1]?.values).toEqual([6, null]);
  });
});
