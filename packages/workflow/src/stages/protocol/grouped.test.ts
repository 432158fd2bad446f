import { describe, test } from 'vitest';
import fc from 'fast-check';
import type { Split } from '../../training/rows/index.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import { holdOut, iteratedKFold, kFold, type RowStructure } from './index.ts';

const MOST_FOLDS = 6;
const anySeed = fc.nat({ max: 4_294_967_295 });
/** Up to 60 groups, at least as many as folds, of up to 20 rows each, shuffled. */
const anyGrouped = fc
  .array(fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 20 })), { minLength: MOST_FOLDS, maxLength: 60 })
  .chain((groups) => {
    const rows = groups.flatMap(([stratum, size], group) => Array.from({ length: size }, () => ({ stratum, group })));
    return fc.shuffledSubarray(rows, { minLength: rows.length });
  })
  .map((rows): RowStructure => ({
    rows: rows.length,
    strata: Int32Array.from(rows, ({ stratum }) => stratum),
    groups: Int32Array.from(rows, ({ group }) => group * 7),
    times: null,
  }));

const SPLITTERS: { name: string; split: (structure: RowStructure, seed: number) => Split[] }[] = [
  ...[2, 4, MOST_FOLDS].map((k) => ({
    name: `${k}-fold`,
    split: (structure: RowStructure, seed: number) => [...kFold(structure, k, seed)],
  })),
  { name: '2 times 3-fold', split: (structure, seed) => [...iteratedKFold(structure, 3, 2, seed)] },
  { name: 'hold-out', split: (structure, seed) => [...holdOut(structure, 0.2, seed)] },
];

function groupsAt({ groups }: RowStructure, rows: Int32Array): Set<number> {
  return new Set(Array.from(rows, (row) => groups![row]!));
}

describe.for(SPLITTERS)('$name of groups', ({ split }) => {
  test('puts every row on one side and every group with its row, and leaves neither side empty', ({ expect }) => {
    fc.assert(
      fc.property(anyGrouped, anySeed, (structure, seed) => {
        for (const { train, validation } of split(structure, seed)) {
          const rows = [...train, ...validation].sort((a, b) => a - b);
          expect(rows).toEqual(Array.from({ length: structure.rows }, (_, row) => row));
          const judged = groupsAt(structure, validation);
          expect([...groupsAt(structure, train)].filter((group) => judged.has(group))).toEqual([]);
          expect(train.length).toBeGreaterThan(0);
          expect(validation.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('splits alike for the same seed and otherwise for another', ({ expect }) => {
    const structure: RowStructure = {
      rows: 100,
      strata: new Int32Array(100),
      groups: Int32Array.from({ length: 100 }, (_, row) => Math.floor(row / 4)),
      times: null,
    };
    expect(split(structure, 5)).toEqual(split(structure, 5));
    expect(new Set([0, 1, 2, 3, 4].map((seed) => JSON.stringify(split(structure, seed)))).size).toBe(5);
  });

  test('refuses a single group', ({ expect }) => {
    const structure = { rows: 9, strata: new Int32Array(9), groups: new Int32Array(9), times: null };
    expect(() => split(structure, 0)).toThrow(expect.objectContaining({ code: 'protocol_mismatch' }));
  });
});

describe('kFold of groups', () => {
  test('validates on every row once, in folds that differ by no more than the largest group', ({ expect }) => {
    fc.assert(
      fc.property(anyGrouped, fc.integer({ min: 2, max: MOST_FOLDS }), anySeed, (structure, k, seed) => {
        // Of one stratum each group goes to the smallest fold, which bounds how far folds drift apart.
        const even = { ...structure, strata: new Int32Array(structure.rows) };
        const sizes = [...kFold(even, k, seed)].map(({ validation }) => validation.length);
        const members = new Map<number, number>();
        for (const group of structure.groups!) members.set(group, (members.get(group) ?? 0) + 1);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(structure.rows);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(Math.max(...members.values()));
      }),
    );
  });

  test.for(reference.grouped)(
    "gives $k folds of groups of one size the sizes of scikit-learn 1.2.1's GroupKFold",
    ({ groups, k, sizes }, { expect }) => {
      const structure = {
        rows: groups.length,
        strata: new Int32Array(groups.length),
        groups: Int32Array.from(groups),
        times: null,
      };
      const found = [...kFold(structure, k, 1)].map(({ validation }) => validation.length).sort((a, b) => a - b);
      expect(found).toEqual(sizes);
    },
  );

  test('spreads a class that whole groups have over the folds', ({ expect }) => {
    // 40 groups of 5 rows, every fourth of the class 1: each of five folds can have two of these ten.
    const group = (row: number) => Math.floor(row / 5);
    const structure = {
      rows: 200,
      strata: Int32Array.from({ length: 200 }, (_, row) => (group(row) % 4 === 0 ? 1 : 0)),
      groups: Int32Array.from({ length: 200 }, (_, row) => group(row)),
      times: null,
    };
    for (const { validation } of kFold(structure, 5, 8)) {
      expect(validation).toHaveLength(40);
      expect(validation.filter((row) => structure.strata[row] === 1)).toHaveLength(10);
    }
  });

  test('refuses more folds than groups', ({ expect }) => {
    const groups = Int32Array.of(0, 0, 1, 1, 2, 2);
    const structure = { rows: 6, strata: new Int32Array(6), groups, times: null };
    expect([...kFold(structure, 3, 0)]).toHaveLength(3);
    expect(() => [...kFold(structure, 4, 0)]).toThrow(
      expect.objectContaining({ code: 'protocol_mismatch', details: { units: 3, parts: 4 } }),
    );
  });
});

describe('holdOut of groups', () => {
  test('comes within the largest group of its share', ({ expect }) => {
    const groups = Int32Array.from({ length: 1_000 }, (_, row) => Math.floor(row / 10));
    const structure = { rows: 1_000, strata: new Int32Array(1_000), groups, times: null };
    const [split] = holdOut(structure, 0.2, 4);
    expect(Math.abs(split!.validation.length - 200)).toBeLessThanOrEqual(10);
  });

  test('takes one of two groups, however uneven', ({ expect }) => {
    const groups = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
    const [split] = holdOut({ rows: 12, strata: new Int32Array(12), groups, times: null }, 0.2, 0);
    expect([...split!.validation]).toEqual([8, 9, 10, 11]);
  });
});
