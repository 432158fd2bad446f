import { describe, test } from 'vitest';
import { boolean, categorical, images, numeric, tableOf, text } from '../testing/columns.ts';
import { concatTables, labelAt, pixelsAt, selectRows, textAt, type Column } from './index.ts';

const textsOf = (column: Column) =>
  column.kind === 'text' && Array.from(column.at, (_, row) => textAt(column, row).join(' '));

describe('selectRows', () => {
  const table = tableOf(
    4,
    numeric('n', [1, null, 3, 4]),
    categorical('c', ['x', 'y', null, 'z']),
    boolean('b', [true, false, null, true]),
    text('t', ['a b', 'c', '', 'b']),
  );

  test('takes the rows in the order asked for', ({ expect }) => {
    expect(selectRows(table, Int32Array.of(3, 1, 1))).toEqual(
      tableOf(3, numeric('n', [4, null, null]), categorical('c', ['z', 'y', 'y']), boolean('b', [true, false, false]), {
        ...text('t', ['a b', 'c', '', 'b']),
        at: Int32Array.of(3, 1, 1),
      }),
    );
  });

  test('forgets categories that no row taken has', ({ expect }) => {
    const [column] = selectRows(tableOf(4, table.columns[1]!), Int32Array.of(2, 1)).columns;
    expect(column).toEqual({ kind: 'categorical', name: 'c', categories: ['y'], codes: Int32Array.of(-1, 0) });
  });

  test('leaves the table as it was', ({ expect }) => {
    const before = structuredClone(table);
    selectRows(table, Int32Array.of(0, 3));
    expect(table).toEqual(before);
  });
});

describe('concatTables', () => {
  const joined = (above: Column, below: Column, aboveRows: number, belowRows: number) =>
    concatTables(tableOf(aboveRows, above), tableOf(belowRows, below)).columns[0]!;

  test('puts the rows under each other by name, and leaves out what only the lower table has', ({ expect }) => {
    const above = tableOf(2, numeric('n', [1, null]), categorical('c', ['x', 'y']), boolean('b', [true, null]));
    const below = tableOf(
      2,
      boolean('b', [null, false]),
      numeric('only here', [9, 9]),
      categorical('c', ['z', 'x']),
      numeric('n', [3, 4]),
    );
    expect(concatTables(above, below)).toEqual(
      tableOf(
        4,
        numeric('n', [1, null, 3, 4]),
        categorical('c', ['x', 'y', 'z', 'x']),
        boolean('b', [true, null, null, false]),
      ),
    );
  });

  test('keeps infinite numbers, and texts and images where they are', ({ expect }) => {
    const infinite = numeric('n', [Infinity]);
    expect(joined(infinite, infinite, 1, 1)).toEqual(numeric('n', [Infinity, Infinity]));
    expect(textsOf(joined(text('t', ['a b', '']), text('t', ['b c']), 2, 1))).toEqual(['a b', '', 'b c']);
    const both = joined(
      images('i', 1, 2, [
        [1, 2],
        [3, 4],
      ]),
      images('i', 1, 2, [[5, 6]]),
      2,
      1,
    );
    expect(both.kind === 'image' && [0, 1, 2].map((row) => [...pixelsAt(both, row)])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  test('takes the few distinct texts of a short test file for texts too', ({ expect }) => {
    const texts = text('t', ['a b', 'c']);
    expect(textsOf(joined(texts, categorical('t', ['x Y', null]), 2, 2))).toEqual(['a b', 'c', 'x y', '']);
    expect(textsOf(joined(texts, numeric('t', [null, null]), 2, 2))).toEqual(['a b', 'c', '', '']);
    expect(textsOf(joined(categorical('t', ['x Y', null]), texts, 2, 2))).toEqual(['x y', '', 'a b', 'c']);
  });

  test('names the numbers of a test file where the training file has names', ({ expect }) => {
    expect(joined(categorical('c', ['1', 'x']), numeric('c', [1, null, 2.5]), 2, 3)).toEqual(
      categorical('c', ['1', 'x', '1', null, '2.5']),
    );
  });

  test('knows true and false again by the spelling of the training file', ({ expect }) => {
    const column = joined(categorical('c', ['True', 'False', 'maybe']), boolean('c', [false, true, null]), 3, 3);
    expect([3, 4, 5].map((row) => labelAt(column, row))).toEqual(['False', 'True', null]);
    expect(joined(categorical('c', ['x']), boolean('c', [true]), 1, 1)).toEqual(categorical('c', ['x', 'true']));
  });

  test('lets a column be empty in the test file', ({ expect }) => {
    const empty = numeric('c', [null, null]);
    expect(joined(boolean('c', [true]), empty, 1, 2)).toEqual(boolean('c', [true, null, null]));
    expect(joined(categorical('c', ['x']), empty, 1, 2)).toEqual(categorical('c', ['x', null, null]));
    expect(joined(numeric('c', [1]), empty, 1, 2)).toEqual(numeric('c', [1, null, null]));
  });

  test('refuses a test file that lacks a column or has another kind of it', ({ expect }) => {
    const mismatch = expect.objectContaining({ code: 'test_table_mismatch', details: { columns: ['c'] } });
    expect(() => concatTables(tableOf(1, numeric('c', [1])), tableOf(1, numeric('d', [1])))).toThrow(mismatch);
    expect(() => joined(numeric('c', [1]), categorical('c', ['x']), 1, 1)).toThrow(mismatch);
    expect(() => joined(numeric('c', [1]), boolean('c', [true]), 1, 1)).toThrow(mismatch);
    expect(() => joined(boolean('c', [true]), categorical('c', ['x']), 1, 1)).toThrow(mismatch);
    expect(() => joined(boolean('c', [true]), numeric('c', [1]), 1, 1)).toThrow(mismatch);
    expect(() => joined(numeric('c', [1]), text('c', ['x']), 1, 1)).toThrow(mismatch);
    expect(() => joined(images('c', 1, 2, [[1, 2]]), images('c', 2, 1, [[1, 2]]), 1, 1)).toThrow(mismatch);
  });
});
