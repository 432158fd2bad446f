import { describe, test } from 'vitest';
import fc from 'fast-check';
import { categorical, boolean, cells, numeric, tableOf } from '../testing/columns.ts';
import { specOf } from '../testing/spec.ts';
import type { RunSpecInput } from '../spec/index.ts';
import { findColumn, labelAt, parseDate, type Column, type DateColumn, type Table } from '../table/index.ts';
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

/** Seals the rows of a table that predicts `spec.target`, "y" unless told otherwise. */
function sealOf(table: Table, fields: Partial<RunSpecInput> = {}, firstTestRow: number | null = null) {
  const spec = specOf(fields);
  return seal(
    table,
    spec,
    spec.target.map((name) => findColumn(table, name)!),
    firstTestRow,
  );
}

/** A table whose rows differ in a measured column. */
function tableWith(rows: number, ...columns: Column[]): Table {
  return tableOf(
    rows,
    numeric(
      'x',
      cells(rows, (row) => row + 0.5),
    ),
    ...columns,
  );
}

function dates(name: string, values: (string | null)[]): DateColumn {
  return {
    kind: 'date',
    name,
    values: Float64Array.from(values, (value) => (value === null ? NaN : parseDate(value))),
  };
}

describe('seal', () => {
  test('puts every row with a target in one part, and those without in neither', ({ expect }) => {
    fc.assert(
      fc.property(anyTarget, anySeed, fc.option(fc.nat({ max: 150 })), ({ rows, column }, seed, firstTestRow) => {
        const { development, sealed, unlabelled, undated } = sealOf(tableWith(rows, column), { seed }, firstTestRow);
        const labelled = cells(rows, (row) => row).filter((row) => labelAt(column, row) !== null);
        expect([...development, ...sealed].sort((a, b) => a - b)).toEqual(labelled);
        expect(unlabelled).toBe(rows - labelled.length);
        expect(undated).toBe(0);
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
      { kind: 'text', name: 't', present: 9 },
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
    expect(() => sealOf(table, { timeColumn: 'same' })).toThrow(mismatch('same moment'));
    expect(() => sealOf(table, { order: 'time', group: 'names' })).toThrow(mismatch('not both'));
  });
});
