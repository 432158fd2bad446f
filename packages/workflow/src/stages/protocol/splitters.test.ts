import { describe, test } from 'vitest';
import fc from 'fast-check';
import { generator } from '@stepwell/base/random';
import type { Split } from '../../training/rows/index.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import { assignParts, holdOut, iteratedKFold, kFold, sampleRows, type RowStructure } from './index.ts';

const anySeed = fc.nat({ max: 4_294_967_295 });
const anyStrata = fc
  .array(fc.nat({ max: 6 }), { minLength: 20, maxLength: 200 })
  .map((strata) => Int32Array.from(strata));

/** Rows without groups. */
function apart(strata: Int32Array): RowStructure {
  return { rows: strata.length, strata, groups: null, times: null };
}

/** How many of `rows` belong to each stratum. */
function counts(strata: Int32Array, rows: Iterable<number>): number[] {
  const found = Array.from({ length: 7 }, () => 0);
  for (const row of rows) found[strata[row]!]!++;
  return found;
}

/** A splitter of some rows, and the share of the rows that each of its validation parts should have. */
interface Splitter {
  name: string;
  share: number;
  split: (structure: RowStructure, seed: number) => Split[];
}

const SPLITTERS: Splitter[] = [
  ...[2, 3, 4, 5, 10].map((k) => ({
    name: `${k}-fold`,
    share: 1 / k,
    split: (structure: RowStructure, seed: number) => [...kFold(structure, k, seed)],
  })),
  {
    name: '3 times 4-fold',
    share: 1 / 4,
    split: (structure, seed) => [...iteratedKFold(structure, 4, 3, seed)],
  },
  ...[0.2, 0.37, 0.5].map((share) => ({
    name: `hold-out of ${share}`,
    share,
    split: (structure: RowStructure, seed: number) => [...holdOut(structure, share, seed)],
  })),
];

describe.for(SPLITTERS)('$name', ({ share, split }) => {
  test('puts every row in one of the two parts, in ascending order', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, anySeed, (strata, seed) => {
        for (const { train, validation } of split(apart(strata), seed)) {
          const rows = [...train, ...validation].sort((a, b) => a - b);
          expect(rows).toEqual(Array.from(strata, (_, row) => row));
          for (const part of [train, validation]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('gives the validation part its share of the rows and of every stratum, within one row', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, anySeed, (strata, seed) => {
        const whole = counts(strata, strata.keys());
        for (const { validation } of split(apart(strata), seed)) {
          expect(Math.abs(validation.length - share * strata.length)).toBeLessThan(1);
          counts(strata, validation).forEach((count, stratum) => {
            expect(Math.abs(count - share * whole[stratum]!)).toBeLessThanOrEqual(1);
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  test('splits alike for the same seed and otherwise for another', ({ expect }) => {
    const structure = apart(Int32Array.from({ length: 100 }, (_, row) => row % 3));
    expect(split(structure, 5)).toEqual(split(structure, 5));
    const splits = Array.from({ length: 20 }, (_, seed) => JSON.stringify(split(structure, seed)));
    expect(new Set(splits).size).toBe(20);
  });

  test('refuses a single row', ({ expect }) => {
    expect(() => split(apart(new Int32Array(1)), 0)).toThrow(expect.objectContaining({ code: 'protocol_mismatch' }));
  });
});

describe('kFold', () => {
  test('validates on every row once, with folds of equal size', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, fc.integer({ min: 2, max: 20 }), anySeed, (strata, k, seed) => {
        const folds = [...kFold(apart(strata), k, seed)];
        expect(folds).toHaveLength(k);
        const validated = folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b);
        expect(validated).toEqual(Array.from(strata, (_, row) => row));
        const sizes = folds.map(({ validation }) => validation.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test.for(reference.stratified)(
    "gives the classes of $k folds the counts of scikit-learn 1.2.1's StratifiedKFold",
    ({ classes, k, counts: expected }, { expect }) => {
      const strata = Int32Array.from(classes);
      const found = [...kFold(apart(strata), k, 3)].map(({ validation }) => counts(strata, validation));
      // Which fold gets the row left over is chance.
      for (const stratum of [0, 1, 2]) {
        const ofStratum = (folds: number[][]) => folds.map((fold) => fold[stratum]!).sort((a, b) => a - b);
        expect(ofStratum(found)).toEqual(ofStratum(expected));
      }
    },
  );

  test('leaves a class of fewer rows than folds out of some folds, and crashes on none', ({ expect }) => {
    const strata = Int32Array.from({ length: 30 }, (_, row) => (row < 2 ? 1 : 0));
    const withRare = [...kFold(apart(strata), 5, 1)].filter(({ validation }) => validation.some((row) => row < 2));
    expect(withRare).toHaveLength(2);
  });

  test('refuses more folds than rows', ({ expect }) => {
    expect(() => [...kFold(apart(new Int32Array(3)), 4, 0)]).toThrow(
      expect.objectContaining({ code: 'protocol_mismatch', details: { units: 3, parts: 4 } }),
    );
  });
});

describe('iteratedKFold', () => {
  test('reshuffles the rows each time, and validates every row once per iteration', ({ expect }) => {
    const structure = apart(new Int32Array(40));
    const splits = [...iteratedKFold(structure, 4, 3, 9)];
    expect(splits).toHaveLength(12);
    const iterations = [0, 1, 2].map((i) => splits.slice(4 * i, 4 * i + 4).map(({ validation }) => [...validation]));
    for (const folds of iterations) {
      expect(folds.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, row) => row));
    }
    expect(new Set(iterations.map((folds) => JSON.stringify(folds))).size).toBe(3);
  });

  test('deals the first iterations alike, however many there are', ({ expect }) => {
    const structure = apart(new Int32Array(20));
    expect([...iteratedKFold(structure, 4, 5, 2)].slice(0, 8)).toEqual([...iteratedKFold(structure, 4, 2, 2)]);
  });
});

describe('deal', () => {
  test('gives parts of equal size, and every stratum to all of them alike, within one row', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, fc.integer({ min: 1, max: 12 }), anySeed, (strata, parts, seed) => {
        const part = assignParts(strata, parts, generator(seed, 'test', 'deal'));
        const members = Array.from({ length: parts }, (_, index) =>
          [...strata.keys()].filter((row) => part[row] === index),
        );
        const spread = (sizes: number[]) => Math.max(...sizes) - Math.min(...sizes);
        expect(members.flat()).toHaveLength(strata.length);
        expect(spread(members.map((rows) => rows.length))).toBeLessThanOrEqual(1);
        const perStratum = members.map((rows) => counts(strata, rows));
        for (let stratum = 0; stratum < 7; stratum++) {
          expect(spread(perStratum.map((found) => found[stratum]!))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('mark', () => {
  test('marks the rounded share of all rows, whatever the strata', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, fc.double({ min: 0.01, max: 0.99, noNaN: true }), anySeed, (strata, share, seed) => {
        const marked = sampleRows(strata, share, generator(seed, 'test', 'mark'));
        expect(marked.reduce((sum, one) => sum + one, 0)).toBe(Math.round(share * strata.length));
      }),
    );
  });

  test('marks each row about as often as any other', ({ expect }) => {
    const times = new Float64Array(10);
    for (let seed = 0; seed < 2_000; seed++) {
      sampleRows(new Int32Array(10), 0.3, generator(seed, 'test', 'mark')).forEach((one, row) => (times[row]! += one));
    }
    // 600 of 2 000, within five standard errors of 20.5.
    for (const count of times) expect(Math.abs(count - 600)).toBeLessThan(103);
  });
});
