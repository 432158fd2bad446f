import { describe, test } from 'vitest';
import fc from 'fast-check';
import { categorical, cells, numeric } from '../testing/columns.ts';
import { labelAt, type Column } from '../table/index.ts';
import { seal } from './index.ts';

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
        const { development, sealed, unlabelled } = seal(column, rows, seed, firstTestRow);
        const labelled = cells(rows, (row) => row).filter((row) => labelAt(column, row) !== null);
        expect([...development, ...sealed].sort((a, b) => a - b)).toEqual(labelled);
        expect(unlabelled).toBe(rows - labelled.length);
        if (firstTestRow === null) expect(sealed.length).toBe(Math.round(0.2 * labelled.length));
        else expect([...sealed]).toEqual(labelled.filter((row) => row >= firstTestRow));
      }),
    );
  });

  test('gives every class its share, within one row', ({ expect }) => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 5, maxLength: 200 }),
        anySeed,
        (labels, seed) => {
          const { sealed } = seal(categorical('y', labels), labels.length, seed, null);
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
      seal(
        categorical(
          'y',
          cells(60, (row) => (row % 3 === 0 ? name : other)),
        ),
        60,
        4,
        null,
      );
    expect(renamed('yes', 'no')).toEqual(renamed('no', 'yes'));
    // More than twenty different values are not stratified by: any such numbers seal the same rows.
    const numbers = (scale: number) =>
      seal(
        numeric(
          'y',
          cells(60, (row) => row * scale),
        ),
        60,
        4,
        null,
      );
    expect(numbers(1)).toEqual(numbers(-2.5));
  });

  test('seals the same rows for the same seed, others for another', ({ expect }) => {
    const target = categorical(
      'y',
      cells(60, (row) => `${row % 2}`),
    );
    expect(seal(target, 60, 1, null)).toEqual(seal(target, 60, 1, null));
    expect(seal(target, 60, 1, null)).not.toEqual(seal(target, 60, 2, null));
  });

  test('stratifies by at most twenty values', ({ expect }) => {
    const sealedPerValue = (distinct: number) => {
      const { sealed } = seal(
        numeric(
          'y',
          cells(distinct * 10, (row) => row % distinct),
        ),
        distinct * 10,
        0,
        null,
      );
      return cells(distinct, (value) => [...sealed].filter((row) => row % distinct === value).length);
    };
    expect(new Set(sealedPerValue(20))).toEqual(new Set([2]));
    expect(new Set(sealedPerValue(21)).size).toBeGreaterThan(1);
  });
});
