import { describe, test } from 'vitest';
import { fisherLess } from './fisher.ts';

describe('fisherLess', () => {
  test("gives scipy.stats.fisher_exact's, alternative=less", ({ expect }) => {
    const known: [number, number, number, number, number][] = [
      [68, 69, 275, 275, 0.2005813953488372],
      [66, 69, 275, 275, 0.007790299193641435],
      [3, 10, 9, 10, 0.009883305548940223],
      [0, 5, 5, 5, 0.003968253968253969],
      [5, 5, 0, 5, 1],
      [20, 100, 150, 400, 0.0005129623248110502],
      [4900, 10_000, 10_100, 20_000, 0.007398852797856026],
    ];
    for (const [hits, rows, otherHits, otherRows, p] of known) {
      expect(fisherLess({ hits, rows }, { hits: otherHits, rows: otherRows }) / p).toBeCloseTo(1, 8);
    }
  });

  test('counts all ways to draw so few', ({ expect }) => {
    // Of six rows three are hits; three are drawn. 20 ways: 1 of no hit, 9 of one, 9 of two, 1 of three.
    const p = [0, 1, 2, 3].map((hits) => fisherLess({ hits, rows: 3 }, { hits: 3 - hits, rows: 3 }));
    [0.05, 0.5, 0.95, 1].forEach((expected, i) => expect(p[i]).toBeCloseTo(expected, 12));
  });
});
