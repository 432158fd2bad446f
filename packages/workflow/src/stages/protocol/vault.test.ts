import { describe, test } from 'vitest';
import fc from 'fast-check';
import { labelAt, type Column } from '@stepwell/data/table';
import { boolean, categorical, cells, numeric } from '../../../../data/src/testing/columns.ts';
import { sealOf, tableWith } from './testing/seal-of.ts';

const anyTarget = fc.oneof(
  fc
    .array(fc.option(fc.constantFrom('a', 'b', 'c')), { minLength: 1, maxLength: 150 })
    .map((values) => ({ rows: values.length, column: categorical('y', values) as Column })),
  fc
    .array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1, maxLength: 150 })
    .map((values) => ({ rows: values.length, column: numeric('y', values) as Column })),
);
const anySeed = fc.nat();

describe('seal', () => {
  test('puts every row with a target in one part, and those without in neither', ({ expect }) => {
    fc.assert(
      fc.property(anyTarget, anySeed, fc.option(fc.nat({ max: 150 })), ({ rows, column }, seed, firstTestRow) => {
        const { development, sealed, unlabelled, unscored, undated } = sealOf(
          tableWith(rows, column),
          { seed },
          firstTestRow,
        );
        const labelled = cells(rows, (row) => row).filter((row) => labelAt(column, row) !== null);
        expect([...development, ...sealed].sort((a, b) => a - b)).toEqual(labelled);
        expect(unlabelled + unscored.length).toBe(rows - labelled.length);
        expect(undated).toBe(0);
        const tested = labelled.filter((row) => firstTestRow !== null && row >= firstTestRow);
        if (tested.length > 0) expect([...sealed]).toEqual(tested);
        else expect(sealed.length).toBe(Math.round(0.2 * labelled.length));
      }),
    );
  });

  test('gives every class its share, within one row', ({ expect }) => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 5, maxLength: 200 }),
        anySeed,
        (labels, seed) => {
          const { sealed } = sealOf(tableWith(labels.length, categorical('y', labels)), { seed });
          for (const label of ['a', 'b', 'c', 'd']) {
            const all = labels.filter((other) => other === label).length;
            const some = [...sealed].filter((row) => labels[row] === label).length;
            expect(Math.abs(some - 0.2 * all)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('depends on the target through its classes alone', ({ expect }) => {
    const renamed = (name: string, other: string) =>
      sealOf(
        tableWith(
          60,
          categorical(
            'y',
            cells(60, (row) => (row % 3 === 0 ? name : other)),
          ),
        ),
        { seed: 4 },
      );
    expect(renamed('yes', 'no')).toEqual(renamed('no', 'yes'));
    // More than twenty different values are not stratified by: any such numbers seal the same rows.
    const numbers = (scale: number) =>
      sealOf(
        tableWith(
          60,
          numeric(
            'y',
            cells(60, (row) => row * scale),
          ),
        ),
        { seed: 4 },
      );
    expect(numbers(1)).toEqual(numbers(-2.5));
  });

  test('seals the same rows for the same seed, others for another', ({ expect }) => {
    const table = tableWith(
      60,
      categorical(
        'y',
        cells(60, (row) => `${row % 2}`),
      ),
    );
    expect(sealOf(table, { seed: 1 })).toEqual(sealOf(table, { seed: 1 }));
    expect(sealOf(table, { seed: 1 })).not.toEqual(sealOf(table, { seed: 2 }));
  });

  test('stratifies by at most twenty values', ({ expect }) => {
    const sealedPerValue = (distinct: number) => {
      const rows = distinct * 10;
      const { sealed } = sealOf(
        tableWith(
          rows,
          numeric(
            'y',
            cells(rows, (row) => row % distinct),
          ),
        ),
      );
      return cells(distinct, (value) => [...sealed].filter((row) => row % distinct === value).length);
    };
    expect(new Set(sealedPerValue(20))).toEqual(new Set([2]));
    expect(new Set(sealedPerValue(21)).size).toBeGreaterThan(1);
  });
});

describe('seal of several targets', () => {
  test('counts a row where each of them has a value', ({ expect }) => {
    const table = tableWith(4, numeric('a', [1, null, 3, 4]), numeric('b', [1, 2, null, 4]));
    const { development, sealed, unlabelled } = sealOf(table, { target: ['a', 'b'] });
    expect([...development, ...sealed]).toEqual([0, 3]);
    expect(unlabelled).toBe(2);
  });

  test('gives a rare label its share', ({ expect }) => {
    const rows = 100;
    const table = tableWith(
      rows,
      boolean(
        'common',
        cells(rows, (row) => row % 2 === 0),
      ),
      numeric(
        'rare',
        cells(rows, (row) => (row < 10 ? 1 : 0)),
      ),
    );
    for (const seed of [1, 2, 3, 4, 5]) {
      const { sealed } = sealOf(table, { target: ['common', 'rare'], seed });
      expect(sealed.filter((row) => row < 10)).toHaveLength(2);
    }
  });
});
