import { describe, test } from 'vitest';
import type { MetricName } from '@stepwell/metrics';
import { generator } from '@stepwell/base/random';
import { findColumn, selectRows, type ImageColumn, type Table } from '@stepwell/data/table';
import { allRows, targetAt } from '@stepwell/metrics/targets';
import { categorical, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import type { Inputs } from '../../training/preparation/index.ts';
import { association } from './association.ts';
import { dependOn } from './depend-on.ts';
import { findSlices } from './find-slices.ts';
import { findWordEffects } from './find-word-effects.ts';
import { explain, type Fold } from './index.ts';
import { occlude } from './occlude.ts';

const ROWS = 300;
const random = generator(0, 'explain-test', 0);
const draw = (count: number) => Array.from({ length: count }, () => 4 * random.uniform() - 2);
const x = draw(ROWS);
const noise = draw(ROWS);
const twin = x.map((value, i) => value + noise[i]! / 100);
const kind = x.map((_, i) => ['a', 'b', 'c'][i % 3]!);
const table = tableOf(ROWS, numeric('x', x), numeric('twin', twin), numeric('noise', noise), categorical('kind', kind));
/** "y" is 3 x, but 2 more where the kind is "c", which the model doesn't know. */
const truths = x.map((value, i) => 3 * value + (kind[i] === 'c' ? 2 : 0));

const measure = (name: MetricName) => ({ name, custom: null, threshold: 0.5 });
const numbersOf = (of: Table, name: string) => {
  const column = findColumn(of, name)!;
  return column.kind === 'numeric' ? column.values : new Float64Array(0);
};

/** A fold whose model is a formula. */
function foldOf(model: (row: { x: number; twin: number; noise: number }) => number): Fold {
  const names = ['x', 'twin', 'noise'] as const;
  const fold: Omit<Fold, 'predictions'> = {
    at: allRows(ROWS),
    part: { table, target: { kind: 'number', width: 1, values: Float64Array.from(truths) }, ids: allRows(ROWS) },
    words: [],
    prepare: (of) => {
      const columns = names.map((name) => numbersOf(of, name));
      const values = new Float32Array(of.rows * 3);
      for (let row = 0; row < of.rows; row++) columns.forEach((each, i) => (values[row * 3 + i] = each[row]!));
      return { kind: 'numbers', values };
    },
    predict: (rows, inputs) => {
      const { values } = inputs as Extract<Inputs, { kind: 'numbers' }>;
      const at = (row: number) => ({ x: values[3 * row]!, twin: values[3 * row + 1]!, noise: values[3 * row + 2]! });
      return { kind: 'number', width: 1, values: Float64Array.from({ length: rows }, (_, row) => model(at(row))) };
    },
  };
  return { ...fold, predictions: fold.predict(ROWS, fold.prepare(table)) };
}

const definition = {
  inputs: [
    ...['x', 'twin', 'noise'].map((column) => ({ column, kind: 'numeric' as const })),
    { column: 'kind', kind: 'categorical' as const },
  ],
  target: ['y'],
  classes: null,
  labels: null,
};
const explained = { definition, measure: measure('mae'), seed: 0, development: table };

describe('explain', () => {
  const { explanation, details } = explain([foldOf((row) => 3 * row.x + 0.1 * row.noise)], explained);

  test('finds the columns that matter, and not those that are used for nothing', ({ expect }) => {
    const [first, ...others] = explanation.importance;
    expect(first).toMatchObject({ columns: ['x'], isClear: true });
    // Two numbers from -2 to 2 are 4 / 3 apart on average: 3 times that, less what it was wrong by before.
    expect(first!.rise).toBeGreaterThan(3);
    expect(first!.rise).toBeLessThan(4);
    expect(first!.ci[0]).toBeLessThan(first!.rise);
    // The measure is MAE itself.
    expect(first!.score).toBeCloseTo(explanation.base.loss + first!.rise, 9);
    expect(others.map(({ columns: [name], rise }) => [name, Math.abs(rise) < 0.05])).toEqual(
      expect.arrayContaining([
        ['twin', true],
        ['noise', true],
        ['kind', true],
      ]),
    );
    expect(others.filter(({ isClear }) => isClear)).toEqual([]);
  });

  test('shuffles columns that go together as a group', ({ expect }) => {
    expect(explanation.groups.map(({ columns }) => columns)).toEqual([['x', 'twin']]);
    const shared = explain([foldOf((row) => 1.5 * row.x + 1.5 * row.twin)], explained).explanation;
    const alone = shared.importance.find(({ columns: [name] }) => name === 'x')!;
    expect(shared.groups[0]!.rise).toBeGreaterThan(1.5 * alone.rise);
  });

  test('draws how predictions change with a column', ({ expect }) => {
    const curve = details.dependence.find(({ column }) => column === 'x')!;
    expect(curve).toMatchObject({ kind: 'number', names: ['y'], line: 'y' });
    expect(curve.at).toHaveLength(20);
    const mean = curve.mean[0]!;
    curve.at.forEach((value, i) =>
      expect(mean[i]! - mean[0]!).toBeCloseTo(3 * (Number(value) - Number(curve.at[0])), 4),
    );
    for (const line of curve.lines) expect(line[19]! - line[0]!).toBeCloseTo(mean[19]! - mean[0]!, 4);
    const categories = details.dependence.find(({ column }) => column === 'kind')!;
    expect(new Set(categories.at)).toEqual(new Set(['a', 'b', 'c']));
  });

  test('draws a curve for each of two numbers, and one for two classes', ({ expect }) => {
    const one = foldOf((row) => 3 * row.x);
    const both = (kind: 'number' | 'classes') =>
      dependOn(
        'x',
        [
          {
            ...one,
            part: {
              ...one.part,
              target:
                kind === 'number'
                  ? { kind, width: 2, values: new Float64Array(2 * ROWS) }
                  : { kind, classes: ['p', 'q'], codes: new Int32Array(ROWS) },
            },
            predict: (rows, inputs) => {
              const { values } = one.predict(rows, inputs);
              const pairs = Float64Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? 1 : 2) * values[i >> 1]!);
              return kind === 'number'
                ? { kind, width: 2, values: pairs }
                : { kind: 'probabilities', numClasses: 2, values: pairs };
            },
          },
        ],
        ['p', 'q'],
        table,
        0,
      )!;
    expect(both('number').names).toEqual(['p', 'q']);
    both('number').mean[1]!.forEach((value, i) => expect(value).toBeCloseTo(2 * both('number').mean[0]![i]!, 9));
    expect(both('classes').names).toEqual(['q']);
  });

  test('finds the rows that it errs on, and the worst of them', ({ expect }) => {
    expect(explanation.slices[0]).toMatchObject({ column: 'kind', what: { kind: 'category', name: 'c' }, rows: 100 });
    expect(explanation.slices[0]!.error).toBeCloseTo(2, 1);
    expect(explanation.slices[0]!.others).toBeLessThan(0.2);
    // Five fifths of three numbers, three categories; no cell is missing.
    expect(explanation.looked).toBe(18);
    expect(details.misses).toHaveLength(10);
    for (const { row, truth, predicted, cells } of details.misses) {
      expect(kind[row - 1]).toBe('c');
      expect(truth).toEqual([truths[row - 1]]);
      expect(predicted[0]).toBeCloseTo(3 * x[row - 1]! + 0.1 * noise[row - 1]!, 4);
      expect(cells[0]).toEqual({ column: 'x', value: String(x[row - 1]) });
    }
  });

  test('shows RMSE for measures of squared errors', ({ expect }) => {
    const { explanation: squared } = explain([foldOf((row) => 3 * row.x)], { ...explained, measure: measure('r2') });
    // 2 for a third of the rows: √(4 / 3).
    expect(squared).toMatchObject({ loss: 'rmse', base: { loss: expect.closeTo(Math.sqrt(4 / 3), 4) } });
  });

  test('says nothing that is no number of one row, or two', ({ expect }) => {
    const whole = foldOf((row) => row.x);
    for (const rows of [1, 2, 3]) {
      const at = allRows(rows);
      const part = { ids: at, table: selectRows(table, at), target: targetAt(whole.part.target, at) };
      const predictions = whole.predict(rows, whole.prepare(part.table));
      const few = explain([{ ...whole, at, part, predictions }], explained);
      expect(JSON.parse(JSON.stringify(few))).toEqual(few);
      expect(few.explanation.importance.filter(({ isClear }) => isClear)).toEqual([]);
    }
  });

  test('leaves importance out where there are too many columns for the rows', ({ expect }) => {
    const many = Array.from({ length: 700 }, (_, i) => ({ column: 'x', kind: 'numeric' as const, i }));
    const wide = { ...explained, definition: { ...definition, inputs: many } };
    expect(explain([foldOf((row) => row.x)], wide).explanation.importance).toEqual([]);
  });
});

describe('findSlices', () => {
  test('lists nothing where errors are chance', ({ expect }) => {
    const even = generator(1, 'explain-test', 'even');
    const errors = Float64Array.from({ length: ROWS }, () => even.uniform());
    expect(findSlices(table, ['x', 'twin', 'noise', 'kind'], errors).slices).toEqual([]);
  });

  test('sees rows whose cell is missing', ({ expect }) => {
    const gaps = tableOf(
      ROWS,
      numeric(
        'x',
        x.map((value, i) => (i % 10 === 0 ? null : value)),
      ),
    );
    const errors = Float64Array.from({ length: ROWS }, (_, i) => (i % 10 === 0 ? 5 : 1) + noise[i]!);
    const { slices } = findSlices(gaps, ['x'], errors);
    expect(slices[0]).toMatchObject({ column: 'x', what: { kind: 'missing' }, rows: 30 });
  });
});

describe('association', () => {
  const letters = (values: string) => {
    const column = categorical('c', values.split(''));
    if (column.kind !== 'categorical') throw new Error('no categories');
    return column;
  };
  const numbers = (...values: number[]) => {
    const column = numeric('n', values);
    if (column.kind !== 'numeric') throw new Error('no numbers');
    return column;
  };

  test('of numbers is that of their ranks', ({ expect }) => {
    expect(
      association(numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), numbers(1, 4, 9, 16, 25, 36, 49, 64, 81, 100)),
    ).toBeCloseTo(1, 12);
    // By scipy.stats.spearmanr of SciPy 1.10.1.
    expect(association(numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), numbers(3, 1, 4, 1, 5, 9, 2, 6, 5, 3))).toBeCloseTo(
      0.3914537831560393,
      12,
    );
  });

  test("of categories is Cramér's V", ({ expect }) => {
    expect(association(letters('aabbaabbab'), letters('xxyyxxyyxy'))).toBeCloseTo(1, 12);
    // By hand: φ² = 0.36 less 1 / 9, over 1 - 1 / 9.
    expect(association(letters('aaaaabbbbb'), letters('xxxxyyyyyx'))).toBeCloseTo(
      Math.sqrt((0.36 - 1 / 9) / (8 / 9)),
      12,
    );
    expect(association(letters('aaaaabbbbb'), letters('xyxyxyxyxy'))).toBe(0);
    expect(association(letters('aaaaaaaaaa'), letters('xyxyxxyxyx'))).toBe(0);
  });

  test('of one of each is the correlation ratio', ({ expect }) => {
    expect(association(letters('aaaaabbbbb'), numbers(1, 1, 1, 1, 1, 2, 2, 2, 2, 2))).toBeCloseTo(1, 12);
    expect(association(letters('ababababab'), numbers(1, 1, 2, 2, 3, 3, 4, 4, 5, 5))).toBeCloseTo(0, 12);
  });

  test('is 0 of as many categories as rows', ({ expect }) => {
    expect(association(letters('abcdefghij'), numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))).toBe(0);
    expect(association(letters('abcdefghij'), letters('klmnopqrst'))).toBe(0);
  });

  test('is 0 of few rows', ({ expect }) => {
    expect(association(numbers(1, 2, 3), numbers(1, 2, 3))).toBe(0);
  });
});

test('words that raise or lower a prediction are found, by what happens without them', ({ expect }) => {
  // Word 0 adds 2, word 1 takes 1 away, word 2 does nothing.
  const effects = [2, -1, 0];
  const rows = 60;
  const words = Array.from({ length: rows }, (_, row) => [0, 1, 2].filter((id) => (row + id) % 3 !== 0));
  const start = Int32Array.from({ length: rows + 1 }, (_, row) => 2 * row);
  const fold: Fold = {
    at: allRows(rows),
    part: {
      table: tableOf(rows),
      target: { kind: 'number', width: 1, values: new Float64Array(rows) },
      ids: allRows(rows),
    },
    predictions: { kind: 'number', width: 1, values: new Float64Array(rows) },
    words: ['good', 'bad', 'the'],
    prepare: () => ({
      kind: 'multi-hot',
      hot: { vocabulary: 3, start, ids: Int32Array.from(words.flat()) },
      numbers: null,
    }),
    predict: (count, inputs) => {
      const { hot } = inputs as Extract<Inputs, { kind: 'multi-hot' }>;
      const sums = Float64Array.from({ length: count }, (_, row) => {
        const ids = [...hot.ids.subarray(hot.start[row], hot.start[row + 1])];
        return ids.reduce((sum, id) => sum + effects[id]!, (row % 2) / 1000);
      });
      return { kind: 'number', width: 1, values: sums };
    },
  };
  const found = findWordEffects(fold, ['y']);
  expect(found.map(({ word, effect, rows: count }) => [word, Math.round(effect), count])).toEqual([
    ['good', 2, 40],
    ['bad', -1, 40],
  ]);
});

test('a model of images is seen to look where it looks', ({ expect }) => {
  // 14 × 14: the class is 1 where the third patch from the left of the top row is bright.
  const side = 14;
  const images = 20;
  const store = new Uint8Array(images * side * side);
  const codes = Int32Array.from({ length: images }, (_, i) => i % 2);
  for (let i = 1; i < images; i += 2) for (const at of [4, 5, 18, 19]) store[i * side * side + at] = 255;
  const column = {
    kind: 'image' as const,
    name: 'i',
    height: side,
    width: side,
    channels: 1,
    stores: [store],
    at: allRows(images),
  } satisfies ImageColumn;
  const fold: Fold = {
    at: allRows(images),
    part: {
      table: tableOf(
        images,
        column,
        numeric(
          'n',
          Array.from({ length: images }, (_, row) => row),
        ),
      ),
      target: { kind: 'classes', classes: ['0', '1'], codes },
      ids: allRows(images),
    },
    predictions: { kind: 'probabilities', numClasses: 2, values: new Float64Array(2 * images) },
    words: [],
    prepare: (of) => {
      const image = findColumn(of, 'i')!;
      const beside = findColumn(of, 'n')!;
      if (image.kind !== 'image' || beside.kind !== 'numeric') throw new Error('no image, or no number beside it');
      // Every covered image keeps the number of its row.
      expect(beside.values).toEqual(Float64Array.from({ length: of.rows }, (_, row) => row % images));
      return { kind: 'images', images: { ...image, scale: 1 }, numbers: null };
    },
    predict: (rows, inputs) => {
      const { images: of } = inputs as Extract<Inputs, { kind: 'images' }>;
      const values = Float64Array.from({ length: 2 * rows }, (_, i) => {
        const bright = of.stores[0]![of.at[i >> 1]! * side * side + 4]! > 100;
        return bright === (i % 2 === 1) ? 0.9 : 0.1;
      });
      return { kind: 'probabilities', numClasses: 2, values };
    },
  };
  const [all, first, second] = occlude(fold);
  expect(all).toMatchObject({ name: null, images });
  expect(first).toMatchObject({ name: '0', images: 10 });
  expect(first!.map.flat().every((fall) => fall === 0)).toBe(true);
  second!.map.forEach((row, y) => row.forEach((fall, x) => expect(fall).toBeCloseTo(y === 0 && x === 2 ? 0.8 : 0, 12)));
  expect(all!.map[0]![2]).toBeCloseTo(0.4, 12);
});
