import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import type { Target } from '@stepwell/metrics/targets';
import type { Column } from '@stepwell/data/table';
import { boolean, categorical, cells, images, numeric, tableOf, text } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import { chooseInputs } from './choose-inputs.ts';

const ROWS = 100;
const random = generator(1, 'test', 'choose-inputs');
const noise = numeric(
  'noise',
  cells(ROWS, () => random.uniform()),
);
const alternating: Target = {
  kind: 'classes',
  classes: ['no', 'yes'],
  codes: Int32Array.from({ length: ROWS }, (_, i) => i % 2),
};

/** Which check a column fails, or null. */
function objectionTo(column: Column, rows = ROWS): string | null {
  const { inputs, leftOut, audit } = chooseInputs(tableOf(rows, column), specOf(), alternating);
  if (inputs.length === 1 && leftOut.length === 0 && audit.length === 0) return null;
  return audit[0]!.check;
}

describe('chooseInputs', () => {
  test('keeps a column that is right nearly every time for no other reason, and says so', ({ expect }) => {
    const odour = categorical(
      'odour',
      cells(ROWS, (row) => `${row % 2 === 0 ? 'none' : 'foul'} ${row % 8}`),
    );
    const { inputs, leftOut, leaks, audit } = chooseInputs(tableOf(ROWS, odour), specOf(), alternating);
    expect(inputs).toEqual([{ column: 'odour', kind: 'categorical' }]);
    expect([leftOut, leaks]).toEqual([[], []]);
    expect(audit).toMatchObject([
      { check: 'strong-predictor', severity: 'warn', finding: expect.stringContaining('right every time on its own') },
    ]);
  });

  test('takes the other columns in order, without the target and columns the user left out', ({ expect }) => {
    const table = tableOf(
      ROWS,
      numeric('y', [...(alternating.kind === 'classes' ? alternating.codes : [])]),
      noise,
      categorical(
        'colour',
        cells(ROWS, (row) => ['red', 'green', 'blue'][Math.floor(row / 7) % 3]!),
      ),
      boolean(
        'flag',
        cells(ROWS, (row) => row % 3 === 0),
      ),
      numeric(
        'gone',
        cells(ROWS, (row) => row % 7),
      ),
    );
    const { inputs, leftOut, audit } = chooseInputs(table, specOf({ drop: ['gone'] }), alternating);
    expect(inputs).toEqual([
      { column: 'noise', kind: 'numeric' },
      { column: 'colour', kind: 'categorical' },
      { column: 'flag', kind: 'boolean' },
    ]);
    expect(leftOut).toEqual([{ column: 'gone', why: 'was left out by you' }]);
    expect(audit).toEqual([]);
  });

  test('takes text and images with columns beside them, but no text beside images, nor other images', ({ expect }) => {
    const review = text(
      'review',
      cells(ROWS, (row) => `a text of its own ${row}`),
    );
    const noise = numeric(
      'noise',
      cells(ROWS, (row) => (row * 7) % 13),
    );
    expect(chooseInputs(tableOf(ROWS, review, noise), specOf(), alternating).inputs).toEqual([
      { column: 'review', kind: 'text' },
      { column: 'noise', kind: 'numeric' },
    ]);
    const picture = images(
      'picture',
      1,
      2,
      cells(ROWS, (row) => [row % 256, 0]),
    );
    const other = { ...picture, name: 'other' };
    const size = { height: 1, width: 2, channels: 1 };
    const choice = chooseInputs(tableOf(ROWS, noise, picture, review, other), specOf(), alternating);
    expect(choice.inputs).toEqual([
      { column: 'noise', kind: 'numeric' },
      { column: 'picture', kind: 'image', size },
    ]);
    expect(choice.leftOut).toEqual([
      {
        column: 'review',
        why: 'isn\'t used, because a model of images takes no text beside them, and the images are in "picture"',
      },
      {
        column: 'other',
        why: 'isn\'t used, because a model takes the images of one column, and those are in "picture"',
      },
    ]);
    const dropped = chooseInputs(tableOf(ROWS, noise, picture), specOf({ drop: ['noise'] }), alternating);
    expect(dropped.inputs).toEqual([{ column: 'picture', kind: 'image', size }]);
    expect(dropped.leftOut).toEqual([{ column: 'noise', why: 'was left out by you' }]);
  });

  test('leaves out one-word text, empty and constant columns', ({ expect }) => {
    expect(
      objectionTo(
        text(
          't',
          cells(ROWS, (row) => `name${row}`),
        ),
      ),
    ).toBe('id-like');
    expect(
      objectionTo(
        text(
          't',
          cells(ROWS, () => '...'),
        ),
      ),
    ).toBe('missing');
    expect(
      objectionTo(
        numeric(
          'e',
          cells(ROWS, () => null),
        ),
      ),
    ).toBe('missing');
    expect(
      objectionTo(
        numeric(
          'c',
          cells(ROWS, () => 3),
        ),
      ),
    ).toBe('constant');
    expect(
      objectionTo(
        categorical(
          'c',
          cells(ROWS, () => 'x'),
        ),
      ),
    ).toBe('constant');
    // One value or none: that it is missing may say something.
    expect(
      objectionTo(
        categorical(
          'c',
          cells(ROWS, (row) => (row % 3 === 0 ? 'x' : null)),
        ),
      ),
    ).toBeNull();
  });

  test('leaves out categories with unique values in more than nine rows of ten', ({ expect }) => {
    const names = (distinct: number) =>
      categorical(
        'n',
        cells(ROWS, (row) => `n${Math.min(row, distinct - 1)}`),
      );
    expect(objectionTo(names(100))).toBe('id-like');
    expect(objectionTo(names(91))).toBe('id-like');
    expect(objectionTo(names(90))).toBeNull();
    // Of 19 rows nothing can be said.
    expect(
      objectionTo(
        categorical(
          'n',
          cells(19, (row) => `n${row}`),
        ),
        19,
      ),
    ).toBeNull();
  });

  test('leaves out whole numbers that count the rows, and keeps measurements', ({ expect }) => {
    expect(
      objectionTo(
        numeric(
          'id',
          cells(ROWS, (row) => 1000 + row),
        ),
      ),
    ).toBe('id-like');
    // 80 of 100 row numbers, the sealed ones missing: still counting.
    expect(
      objectionTo(
        numeric(
          'id',
          cells(ROWS, (row) => Math.floor(row * 1.25)),
        ),
      ),
    ).toBe('id-like');
    expect(
      objectionTo(
        numeric(
          'm',
          cells(ROWS, (row) => row * 1.7),
        ),
      ),
    ).toBeNull();
    expect(
      objectionTo(
        numeric(
          'm',
          cells(ROWS, (row) => row * row),
        ),
      ),
    ).toBeNull();
    expect(
      objectionTo(
        numeric(
          'm',
          cells(ROWS, (row) => Math.min(row, 98)),
        ),
      ),
    ).toBeNull();
    expect(objectionTo(noise)).toBeNull();
  });

  test('leaves out the group and the time, and keeps columns the user keeps', ({ expect }) => {
    const columns = [
      noise,
      categorical(
        'patient',
        cells(ROWS, (row) => `p${row % 30}`),
      ),
      numeric(
        'hour',
        cells(ROWS, (row) => (row * 7) % 24),
      ),
      numeric(
        'id',
        cells(ROWS, (row) => row),
      ),
      boolean(
        'alive',
        cells(ROWS, (row) => row % 2 === 1),
      ),
    ];
    const spec = { group: 'patient', timeColumn: 'hour' };
    const plain = chooseInputs(tableOf(ROWS, ...columns), specOf(spec), alternating);
    expect(plain.inputs.map(({ column }) => column)).toEqual(['noise']);
    expect(plain.leaks.map(({ column }) => column)).toEqual(['alive']);
    const kept = chooseInputs(
      tableOf(ROWS, ...columns),
      specOf({ ...spec, keep: ['patient', 'id', 'alive'] }),
      alternating,
    );
    expect(kept.inputs.map(({ column }) => column)).toEqual(['noise', 'patient', 'id', 'alive']);
    expect(kept.leaks).toEqual([]);
    expect(kept.audit.map(({ finding }) => finding.endsWith('Kept at your request.'))).toEqual([true, true]);
  });

  test('can’t keep columns a model can’t use', ({ expect }) => {
    const one = numeric(
      'one',
      cells(ROWS, () => 1),
    );
    const { inputs } = chooseInputs(tableOf(ROWS, noise, one), specOf({ keep: ['one'] }), alternating);
    expect(inputs.map(({ column }) => column)).toEqual(['noise']);
  });

  test('keeps the date that rows are in order of where its cycles come again, and leaves out other times', ({
    expect,
  }) => {
    const DAY = 86_400_000;
    const days = (step: number): Column => ({
      kind: 'date',
      name: 'day',
      values: Float64Array.from({ length: ROWS }, (_, row) => ((row >> 1) % 4) * step * DAY),
    });
    const chosen = (column: Column) =>
      chooseInputs(tableOf(ROWS, column, noise), specOf({ timeColumn: 'day' }), alternating).inputs.map(
        (input) => input.column,
      );
    // Four days of one week; the same day of four weeks in January; numbers.
    expect(chosen(days(1))).toEqual(['day', 'noise']);
    expect(chosen(days(7))).toEqual(['noise']);
    expect(
      chosen(
        numeric(
          'day',
          cells(ROWS, (row) => row),
        ),
      ),
    ).toEqual(['noise']);
  });
});
