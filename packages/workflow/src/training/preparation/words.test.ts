import { describe, test } from 'vitest';
import { allRows } from '@stepwell/metrics/targets';
import { concatTables, type Column } from '@stepwell/data/table';
import type { Part } from '../rows/index.ts';
import { categorical, images, numeric, tableOf, text } from '../../../../data/src/testing/columns.ts';
import { fitPreparation, inputShape, transformRows, type ColumnPreparation } from './index.ts';

const OPTIONS = { features: false, bounds: null };

function partOf(rows: number, ...columns: Column[]): Part {
  return {
    table: tableOf(rows, ...columns),
    target: { kind: 'number', width: 1, values: new Float64Array(rows) },
    ids: allRows(rows),
  };
}

const multiHot = (column: string): ColumnPreparation => ({ column, steps: ['multi-hot'] });

describe('words', () => {
  const part = partOf(4, text('t', ['b a b c', 'a d', 'c b', 'never seen a']));

  test('of the training rows are ranked by how often they stand there, equals by their letters', ({ expect }) => {
    const { text: fitted } = fitPreparation(part, [multiHot('t')], Int32Array.of(0, 1), OPTIONS);
    expect(fitted).toEqual({ columns: ['t'], words: ['a', 'b', 'c', 'd'], form: 'multi-hot' });
    const fewer = fitPreparation(part, [multiHot('t')], Int32Array.of(0, 2), { ...OPTIONS, words: 2 });
    expect(fewer.text!.words).toEqual(['b', 'c']);
  });

  test('become the ids that a row has, each once and ascending; others are dropped', ({ expect }) => {
    const fitted = fitPreparation(part, [multiHot('t')], Int32Array.of(0, 1), OPTIONS);
    expect(transformRows(fitted, part, Int32Array.of(3, 0, 2))).toEqual({
      kind: 'multi-hot',
      hot: { vocabulary: 4, start: Int32Array.of(0, 1, 4, 6), ids: Uint16Array.of(0, 0, 1, 2, 1, 2) },
      numbers: null,
    });
  });

  test('stay in their order as sequences', ({ expect }) => {
    const fitted = fitPreparation(part, [{ column: 't', steps: ['sequences'] }], Int32Array.of(0, 1), {
      ...OPTIONS,
      form: 'sequences',
    });
    expect(transformRows(fitted, part, Int32Array.of(0, 3))).toEqual({
      kind: 'sequences',
      words: { vocabulary: 4, start: Int32Array.of(0, 4, 5), ids: Uint16Array.of(1, 0, 1, 2, 0) },
      numbers: null,
    });
  });

  test('of several columns are one text; numbers stand beside it', ({ expect }) => {
    const both = partOf(2, text('title', ['a', 'b']), numeric('n', [1, 3]), categorical('tag', ['A b', 'c']));
    const steps: ColumnPreparation[] = [multiHot('title'), { column: 'n', steps: ['z-score'] }, multiHot('tag')];
    const fitted = fitPreparation(both, steps, allRows(2), OPTIONS);
    expect(fitted.text!.words).toEqual(['a', 'b', 'c']);
    expect(inputShape(fitted, both)).toEqual({ numbers: 1, vocabulary: 3, image: null });
    expect(transformRows(fitted, both, allRows(2))).toEqual({
      kind: 'multi-hot',
      hot: { vocabulary: 3, start: Int32Array.of(0, 2, 4), ids: Uint16Array.of(0, 1, 1, 2) },
      numbers: Float32Array.of(-1, 1),
    });
  });

  test('are known again in a test file with a dictionary of its own', ({ expect }) => {
    const fitted = fitPreparation(part, [multiHot('t')], Int32Array.of(0, 1), OPTIONS);
    const joined = concatTables(part.table, tableOf(2, text('t', ['d c b', ''])));
    const { hot } = transformRows(fitted, { ...part, table: joined }, Int32Array.of(4, 5)) as { hot: unknown };
    expect(hot).toEqual({ vocabulary: 4, start: Int32Array.of(0, 3, 3), ids: Uint16Array.of(1, 2, 3) });
  });

  test('must be there', ({ expect }) => {
    const empty = partOf(3, text('t', ['...', '', 'a word']));
    expect(() => fitPreparation(empty, [multiHot('t')], Int32Array.of(0, 1), OPTIONS)).toThrow(
      expect.objectContaining({ code: 'empty_vocabulary', details: { columns: ['t'], rows: 2 } }),
    );
  });
});

describe('images', () => {
  const part = partOf(
    3,
    images('i', 1, 2, [
      [0, 8],
      [16, 4],
      [255, 0],
    ]),
  );

  test('are scaled by the brightest value of the training rows, and not copied', ({ expect }) => {
    const fitted = fitPreparation(part, [{ column: 'i', steps: ['pixels'] }], Int32Array.of(0, 1), OPTIONS);
    expect(fitted).toMatchObject({ width: 0, text: null, image: { column: 'i', scale: 1 / 16 } });
    expect(inputShape(fitted, part)).toEqual({
      numbers: 0,
      vocabulary: 0,
      image: { height: 1, width: 2, channels: 1 },
    });
    const inputs = transformRows(fitted, part, Int32Array.of(2, 0));
    expect(inputs).toMatchObject({ kind: 'images', images: { at: Int32Array.of(2, 0), scale: 1 / 16 } });
    const [column] = part.table.columns;
    expect(inputs.kind === 'images' && column!.kind === 'image' && inputs.images.stores[0] === column!.stores[0]).toBe(
      true,
    );
  });

  test('that are all black are left as they are', ({ expect }) => {
    const black = partOf(1, images('i', 1, 1, [[0]]));
    expect(fitPreparation(black, [{ column: 'i', steps: ['pixels'] }], allRows(1), OPTIONS).image!.scale).toBe(1);
  });
});
