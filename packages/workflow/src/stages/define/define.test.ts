import { describe, test } from 'vitest';
import type { Table } from '@stepwell/data/table';
import { boolean, categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import { define, definition } from './index.ts';

const ROWS = 40;

/** Forty rows of two inputs that repeat every 20 rows, and a target that repeats every 8. */
function table(...more: Table['columns']): Table {
  return tableOf(
    ROWS,
    numeric(
      'height',
      cells(ROWS, (row) => (row % 20) + 0.5),
    ),
    categorical(
      'colour',
      cells(ROWS, (row) => ['red', 'green'][row % 2]!),
    ),
    categorical(
      'y',
      cells(ROWS, (row) => (row % 8 < 4 ? 'no' : 'yes')),
    ),
    ...more,
  );
}

const findingOf = (given: Table, check: string, unlabelled = 0) =>
  define(given, specOf(), unlabelled).definition.audit.find((finding) => finding.check === check);

describe('define', () => {
  test('defines what to predict, and from what', ({ expect }) => {
    const { definition: defined, decisions } = define(table(), specOf(), 0);
    expect(definition.parse(defined)).toEqual(defined);
    expect(defined).toMatchObject({
      type: 'binary',
      target: ['y'],
      classes: ['no', 'yes'],
      inputs: [
        { column: 'height', kind: 'numeric' },
        { column: 'colour', kind: 'categorical' },
      ],
      hypothesis: '"height", "colour" can predict "y" on new rows better than always guessing the most common class.',
    });
    expect(decisions).toMatchObject([
      { stage: 'define', choice: 'classify as "no" or "yes"', by: 'rule' },
      { stage: 'define', choice: '2 inputs', by: 'rule' },
    ]);
  });

  test('names four inputs of a long hypothesis, and the mean or the median for a number', ({ expect }) => {
    const columns = cells(6, (i) =>
      numeric(
        `x${i}`,
        cells(ROWS, (row) => ((row * (i + 3)) % 17) / 2),
      ),
    );
    const target = numeric(
      'y',
      cells(ROWS, (row) => (row % 19) + 0.25),
    );
    const { definition: defined } = define(tableOf(ROWS, ...columns, target), specOf(), 0);
    expect(defined.hypothesis).toBe(
      '"x0", "x1", "x2", "x3" and 2 more can predict "y" on new rows better than always guessing the mean or the median.',
    );
    expect(defined).toMatchObject({ type: 'scalar-regression', classes: null });
  });

  test('records who left a column out', ({ expect }) => {
    const spec = specOf({ drop: ['colour'] });
    const { decisions } = define(
      table(
        numeric(
          'one',
          cells(ROWS, () => 1),
        ),
      ),
      spec,
      0,
    );
    expect(decisions).toContainEqual(expect.objectContaining({ choice: 'leave out "colour"', by: 'user' }));
    expect(decisions).toContainEqual(expect.objectContaining({ choice: 'leave out "one"', by: 'rule' }));
  });

  test('refuses fewer than ten rows, and a table without an input', ({ expect }) => {
    const nine = tableOf(
      9,
      numeric(
        'x',
        cells(9, (row) => row / 2),
      ),
      numeric(
        'y',
        cells(9, (row) => row % 2),
      ),
    );
    expect(() => define(nine, specOf(), 0)).toThrow(expect.objectContaining({ code: 'too_few_rows' }));
    const none = tableOf(
      ROWS,
      table().columns[2]!,
      numeric(
        'one',
        cells(ROWS, () => 1),
      ),
    );
    expect(() => define(none, specOf(), 0)).toThrow(
      expect.objectContaining({
        code: 'no_inputs',
        message: expect.stringContaining('"one" has the same value in every row'),
      }),
    );
    expect(() => define(tableOf(ROWS, table().columns[2]!), specOf(), 0)).toThrow(
      expect.objectContaining({ code: 'no_inputs', message: expect.stringContaining('the table has no other column') }),
    );
  });
});

describe('the audit', () => {
  test('warns about few rows', ({ expect }) => {
    expect(findingOf(table(), 'rows')).toMatchObject({ severity: 'warn', evidence: { rows: 40 } });
  });

  test('counts rows that repeat an earlier one and rows that contradict one', ({ expect }) => {
    // Rows 20 to 39 have the inputs of rows 0 to 19. Their class differs: 20 is 4 more than two times 8.
    expect(findingOf(table(), 'duplicates')).toBeUndefined();
    expect(findingOf(table(), 'conflicting-labels')).toMatchObject({ severity: 'warn', evidence: { conflicting: 20 } });
    const repeating = tableOf(
      ROWS,
      ...table().columns.slice(0, 2),
      boolean(
        'y',
        cells(ROWS, (row) => row % 20 < 9),
      ),
    );
    expect(findingOf(repeating, 'duplicates')).toMatchObject({ severity: 'warn', evidence: { duplicates: 20 } });
    expect(findingOf(repeating, 'conflicting-labels')).toBeUndefined();
  });

  test('tells a missing cell from any value, and treats two missing cells as equal', ({ expect }) => {
    const holes = tableOf(
      20,
      numeric(
        'x',
        cells(20, (row) => (row < 2 ? null : row - 1.5)),
      ),
      categorical(
        'c',
        cells(20, (row) => (row < 2 ? null : `c${row % 3}`)),
      ),
      categorical(
        'y',
        cells(20, (row) => (row % 4 < 2 ? 'a' : 'b')),
      ),
    );
    expect(findingOf(holes, 'duplicates')).toMatchObject({ severity: 'info', evidence: { duplicates: 1 } });
  });

  test('names columns with missing and infinite values', ({ expect }) => {
    const holes = numeric(
      'holes',
      cells(ROWS, (row) => (row % 4 === 0 ? null : row / 3)),
    );
    expect(findingOf(table(holes), 'missing')).toMatchObject({
      severity: 'warn',
      evidence: { column: 'holes', missing: 10, share: 0.25 },
    });
    const infinite = numeric(
      'holes',
      cells(ROWS, (row) => (row < 3 ? -Infinity : row / 3)),
    );
    expect(findingOf(table(infinite), 'infinite')).toMatchObject({ evidence: { infinite: 3 } });
    expect(findingOf(table(infinite), 'missing')).toMatchObject({ evidence: { missing: 3 } });
  });

  test('counts rows without a target', ({ expect }) => {
    expect(findingOf(table(), 'unlabelled')).toBeUndefined();
    expect(findingOf(table(), 'unlabelled', 4)).toMatchObject({ severity: 'info' });
    expect(findingOf(table(), 'unlabelled', 5)).toMatchObject({ severity: 'warn', evidence: { unlabelled: 5 } });
  });

  test('counts the rows of each class, and warns about a rare one', ({ expect }) => {
    expect(findingOf(table(), 'class-counts')).toMatchObject({
      severity: 'info',
      evidence: {
        counts: [
          { label: 'no', rows: 20 },
          { label: 'yes', rows: 20 },
        ],
      },
    });
    const rare = tableOf(
      ROWS,
      table().columns[0]!,
      categorical(
        'y',
        cells(ROWS, (row) => (row % 8 === 0 ? 'a' : 'b')),
      ),
    );
    expect(findingOf(rare, 'class-counts')).toMatchObject({
      severity: 'warn',
      finding: '2 classes, from 5 rows ("a") to 35 ("b"). The rarest has too few rows to be learned reliably.',
    });
    expect(findingOf(table(), 'class-counts')!.finding).toBe('2 classes, 20 rows each.');
  });
});
