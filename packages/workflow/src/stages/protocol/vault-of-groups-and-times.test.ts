import { describe, test } from 'vitest';
import fc from 'fast-check';
import { categorical, cells, numeric, tableOf, text } from '../../../../data/src/testing/columns.ts';
import { dates, sealOf, tableWith } from './testing/seal-of.ts';

const anySeed = fc.nat();

describe('seal by group', () => {
  const anyGroups = fc.array(fc.nat({ max: 8 }), { minLength: 4, maxLength: 120 }).filter((g) => new Set(g).size > 1);

  test('keeps every group on one side, and seals some rows but not all', ({ expect }) => {
    fc.assert(
      fc.property(anyGroups, anySeed, (groups, seed) => {
        const rows = groups.length;
        const table = tableWith(
          rows,
          categorical(
            'y',
            cells(rows, (row) => `${row % 2}`),
          ),
          categorical(
            'who',
            groups.map((group) => `g${group}`),
          ),
        );
        const { development, sealed } = sealOf(table, { group: 'who', seed });
        expect([...development, ...sealed].sort((a, b) => a - b)).toEqual(cells(rows, (row) => row));
        const opened = new Set(Array.from(sealed, (row) => groups[row]));
        expect([...development].filter((row) => opened.has(groups[row]))).toEqual([]);
        expect(sealed.length).toBeGreaterThan(0);
        expect(development.length).toBeGreaterThan(0);
      }),
    );
  });

  test('keeps identical rows together, whatever their targets', ({ expect }) => {
    // Every value of x twice, with either target, and a number that tells the rows apart.
    const rows = 100;
    const table = tableOf(
      rows,
      numeric(
        'id',
        cells(rows, (row) => row),
      ),
      numeric(
        'x',
        cells(rows, (row) => Math.floor(row / 2) + 0.5),
      ),
      categorical(
        'y',
        cells(rows, (row) => `${row % 2}`),
      ),
    );
    const { sealed } = sealOf(table);
    expect(sealed).toHaveLength(20);
    for (const row of sealed) expect(sealed).toContain(row % 2 === 0 ? row + 1 : row - 1);
    // What the person drops can't tell rows apart.
    const told = tableOf(
      rows,
      ...table.columns,
      numeric(
        'noise',
        cells(rows, (row) => row + 0.25),
      ),
    );
    expect(sealOf(told, { drop: ['noise'] })).toEqual(sealOf(table));
    expect(sealOf(told)).not.toEqual(sealOf(table));
  });

  test('does not keep together what repeats by its nature', ({ expect }) => {
    const rows = 100;
    const coarse = tableOf(
      rows,
      categorical(
        'x',
        cells(rows, (row) => `${row % 3}`),
      ),
      numeric(
        'y',
        cells(rows, (row) => row),
      ),
    );
    const plain = tableWith(
      rows,
      numeric(
        'y',
        cells(rows, (row) => row),
      ),
    );
    expect(sealOf(coarse)).toEqual(sealOf(plain));
  });

  test('takes a row without a group for one by itself', ({ expect }) => {
    const rows = 50;
    const table = tableWith(
      rows,
      numeric(
        'y',
        cells(rows, (row) => row),
      ),
      categorical(
        'who',
        cells(rows, (row) => (row < 10 ? 'one' : null)),
      ),
    );
    expect(sealOf(table, { group: 'who' }).sealed).toHaveLength(10);
  });

  test('refuses a group that is unknown, predicted, a text or alone', ({ expect }) => {
    const y = numeric(
      'y',
      cells(9, (row) => row),
    );
    const table = tableWith(
      9,
      y,
      categorical(
        'one',
        cells(9, () => 'a'),
      ),
      text(
        't',
        Array.from({ length: 9 }, (_, row) => `a text ${row}`),
      ),
    );
    const mismatch = expect.objectContaining({ code: 'protocol_mismatch' });
    expect(() => sealOf(table, { group: 'nobody' })).toThrow(expect.objectContaining({ code: 'unknown_column' }));
    for (const group of ['y', 't', 'one']) expect(() => sealOf(table, { group })).toThrow(mismatch);
    expect(() => sealOf(table, { group: 'nobody' }, 5)).toThrow(expect.objectContaining({ code: 'unknown_column' }));
  });
});

describe('seal by time', () => {
  const anyMoments = fc
    .array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 120 })
    .filter((times) => new Set(times).size > 1);

  test('seals the last rows, equal moments on one side', ({ expect }) => {
    fc.assert(
      fc.property(anyMoments, (times) => {
        const table = tableWith(
          times.length,
          numeric(
            'y',
            times.map((_, row) => row),
          ),
          numeric('when', times),
        );
        const { development, sealed } = sealOf(table, { timeColumn: 'when' });
        expect(development.length + sealed.length).toBe(times.length);
        const last = Math.max(...Array.from(development, (row) => times[row]!));
        const first = Math.min(...Array.from(sealed, (row) => times[row]!));
        expect(last).toBeLessThan(first);
      }),
    );
  });

  test('goes by dates, or by the order of the rows', ({ expect }) => {
    const days = ['2021-01-05', '2021-01-01', '2021-01-04', '2021-01-02', '2021-01-03'];
    const table = tableWith(5, numeric('y', [1, 2, 3, 4, 5]), dates('day', days));
    expect([...sealOf(table, { timeColumn: 'day' }).sealed]).toEqual([0]);
    expect([...sealOf(table, { order: 'time' }).sealed]).toEqual([4]);
    // Named, yet not asked to go by.
    expect(sealOf(table, { timeColumn: 'day', order: 'random' })).toEqual(sealOf(table));
  });

  test('sets aside rows without a moment, and counts them', ({ expect }) => {
    const table = tableWith(
      6,
      numeric('y', [1, 2, 3, null, 5, 6]),
      dates('day', ['2021-01-01', null, '2021-01-02', null, '2021-01-03', '2021-01-04']),
    );
    const { development, sealed, unlabelled, undated } = sealOf(table, { timeColumn: 'day' });
    expect([[...development], [...sealed], unlabelled, undated]).toEqual([[0, 2, 4], [5], 1, 1]);
    const given = sealOf(table, { timeColumn: 'day' }, 4);
    expect([[...given.development], [...given.sealed], given.undated]).toEqual([[0, 2], [4, 5], 1]);
  });

  test('refuses a column that is unknown, predicted, of names or all the same, and groups with it', ({ expect }) => {
    const table = tableWith(
      4,
      numeric('y', [1, 2, 3, 4]),
      categorical('names', ['a', 'b', 'c', 'd']),
      categorical('either', ['03/04/2021', '04/04/2021', '05/04/2021', '06/04/2021']),
      numeric('same', [7, 7, 7, 7]),
    );
    const mismatch = (part: string) =>
      expect.objectContaining({ code: 'protocol_mismatch', message: expect.stringContaining(part) });
    expect(() => sealOf(table, { timeColumn: 'never' })).toThrow(expect.objectContaining({ code: 'unknown_column' }));
    expect(() => sealOf(table, { timeColumn: 'y' })).toThrow(mismatch('both'));
    expect(() => sealOf(table, { timeColumn: 'names' })).toThrow(mismatch('dates or numbers were expected'));
    expect(() => sealOf(table, { timeColumn: 'either' })).toThrow(mismatch('year, month, day'));
    expect(() => sealOf(table, { timeColumn: 'same' })).toThrow(mismatch('same time'));
    expect(() => sealOf(table, { order: 'time', group: 'names' })).toThrow(mismatch('but not both'));
  });
});
