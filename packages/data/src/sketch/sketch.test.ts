import { describe, test } from 'vitest';
import { boolean, categorical, cells, images, numeric, tableOf, text } from '../testing/columns.ts';
import { columnSketch, shapeOf, sketchColumns } from './index.ts';

describe('shapeOf', () => {
  test('counts numbers in sixteen bins from the least to the greatest', ({ expect }) => {
    // Width 1: 0 and 0.5 fall into the first, 1 into the second, 15.9 and the greatest into the last.
    expect(shapeOf(numeric('n', [0, 0.5, 1, 15.9, 16, null]), 6)).toEqual({
      kind: 'bins',
      low: 0,
      high: 16,
      counts: [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    });
  });

  test('one value is one bin, none is nothing, infinity is missing', ({ expect }) => {
    expect(shapeOf(numeric('n', [3, 3, null]), 3)).toEqual({ kind: 'bins', low: 3, high: 3, counts: [2] });
    expect(shapeOf(numeric('n', [null, Infinity]), 2)).toEqual({ kind: 'none' });
    expect(shapeOf(categorical('c', [null]), 1)).toEqual({ kind: 'none' });
  });

  test('the widest range of all has bins', ({ expect }) => {
    const { MAX_VALUE } = Number;
    expect(shapeOf(numeric('n', [-MAX_VALUE, 0, MAX_VALUE]), 3)).toMatchObject({
      counts: [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1],
    });
  });

  test('counts names, the commonest first, eight of them by name', ({ expect }) => {
    const column = categorical('c', ['b', 'a', 'a', null, ...cells(8, (row) => `other ${row}`)]);
    expect(shapeOf(column, 12)).toEqual({
      kind: 'levels',
      levels: [
        { label: 'a', count: 2 },
        { label: 'b', count: 1 },
        ...cells(6, (row) => ({ label: `other ${row}`, count: 1 })),
      ],
      others: { levels: 2, count: 2 },
    });
    expect(shapeOf(boolean('b', [true, false, true]), 3)).toMatchObject({
      levels: [{ label: 'true' }, { label: 'false' }],
    });
  });

  test('counts the words of texts; images have no shape', ({ expect }) => {
    expect(shapeOf(text('t', ['one two', '', 'a b, a b']), 3)).toMatchObject({ low: 2, high: 4 });
    expect(shapeOf(images('i', 1, 1, [[0]]), 1)).toEqual({ kind: 'none' });
  });
});

describe('sketchColumns', () => {
  test('begins with the target, and names nobody', ({ expect }) => {
    const names = categorical(
      'name',
      cells(31, (row) => `person ${row}`),
    );
    const sketches = sketchColumns(tableOf(31, names, numeric('y', cells(31, Number))), ['y']);
    expect(sketches.map(({ name }) => name)).toEqual(['y', 'name']);
    expect(sketches[1]!.shape).toEqual({ kind: 'levels', levels: [], others: { levels: 31, count: 31 } });
    for (const sketch of sketches) expect(columnSketch.parse(sketch)).toEqual(sketch);
  });

  test('draws forty columns at most', ({ expect }) => {
    const table = tableOf(1, ...cells(60, (i) => numeric(`x${i}`, [i])));
    const names = sketchColumns(table, ['x59']).map(({ name }) => name);
    expect(names).toEqual(['x59', ...cells(39, (i) => `x${i}`)]);
  });
});
