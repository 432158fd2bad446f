import { describe, test } from 'vitest';
import fc from 'fast-check';
import { generator } from '../random/index.ts';
import type { Split } from '../rows/index.ts';
import { deal, holdOut, kFold, mark } from './index.ts';

const anySeed = fc.nat({ max: 4_294_967_295 });
const anyStrata = fc
  .array(fc.nat({ max: 6 }), { minLength: 2, maxLength: 200 })
  .map((strata) => Int32Array.from(strata));

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
  split: (strata: Int32Array, seed: number) => Split[];
}

const SPLITTERS: Splitter[] = [
  ...[2, 3, 4, 5, 10].map((k) => ({
    name: `${k}-fold`,
    share: 1 / k,
    split: (strata: Int32Array, seed: number) => [...kFold(strata, k, seed)],
  })),
  ...[0.2, 0.37, 0.5].map((share) => ({
    name: `hold-out of ${share}`,
    share,
    split: (strata: Int32Array, seed: number) => [...holdOut(strata, share, seed)],
  })),
];

describe.for(SPLITTERS)('$name', ({ share, split }) => {
  test('puts every row in one of the two parts, in ascending order', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, anySeed, (strata, seed) => {
        for (const { train, validation } of split(strata, seed)) {
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
        for (const { validation } of split(strata, seed)) {
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
    const strata = Int32Array.from({ length: 100 }, (_, row) => row % 3);
    expect(split(strata, 5)).toEqual(split(strata, 5));
    const splits = Array.from({ length: 20 }, (_, seed) => JSON.stringify(split(strata, seed)));
    expect(new Set(splits).size).toBe(20);
  });
});

describe('kFold', () => {
  test('validates on every row once, with folds of equal size', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, fc.integer({ min: 2, max: 20 }), anySeed, (strata, k, seed) => {
        const folds = [...kFold(strata, k, seed)];
        expect(folds).toHaveLength(k);
        const validated = folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b);
        expect(validated).toEqual(Array.from(strata, (_, row) => row));
        const sizes = folds.map(({ validation }) => validation.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('deal', () => {
  test('gives parts of equal size, and every stratum to all of them alike, within one row', ({ expect }) => {
    fc.assert(
      fc.property(anyStrata, fc.integer({ min: 1, max: 12 }), anySeed, (strata, parts, seed) => {
        const part = deal(strata, parts, generator(seed, 'test', 'deal'));
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
        const marked = mark(strata, share, generator(seed, 'test', 'mark'));
        expect(marked.reduce((sum, one) => sum + one, 0)).toBe(Math.round(share * strata.length));
      }),
    );
  });

  test('marks each row about as often as any other', ({ expect }) => {
    const times = new Float64Array(10);
    for (let seed = 0; seed < 2_000; seed++) {
      mark(new Int32Array(10), 0.3, generator(seed, 'test', 'mark')).forEach((one, row) => (times[row]! += one));
    }
    // 600 of 2 000, within five standard errors of 20.5.
    for (const count of times) expect(Math.abs(count - 600)).toBeLessThan(103);
  });
});
