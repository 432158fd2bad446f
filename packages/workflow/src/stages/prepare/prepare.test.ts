import { describe, test } from 'vitest';
import { allRows, type Target } from '@stepwell/metrics/targets';
import type { Column, DateColumn } from '@stepwell/data/table';
import type { Definition } from '../define/index.ts';
import { boolean, categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import type { Part } from '../../training/rows/index.ts';
import type { PreparationChoice } from '../../question/index.ts';
import { checkWidth, hasRoomFor, prepare } from './index.ts';
import { columnPreparation } from '../../training/preparation/index.ts';

const ROWS = 40;
const NUMBER: Target = { kind: 'number', width: 1, values: new Float64Array(ROWS) };

const even = (name: string) =>
  numeric(
    name,
    cells(ROWS, (row) => row),
  );
const day: DateColumn = {
  kind: 'date',
  name: 'day',
  values: Float64Array.from({ length: ROWS }, (_, row) => row * 86_400_000),
};

function partOf(...columns: Column[]): Part {
  const rows = columns[0]!.kind === 'categorical' ? columns[0]!.codes.length : ROWS;
  return { table: tableOf(rows, ...columns), target: NUMBER, ids: allRows(rows) };
}

function definitionOf(part: Part, fields: Partial<Definition> = {}): Definition {
  return {
    type: 'scalar-regression',
    target: ['y'],
    classes: null,
    labels: null,
    separator: null,
    bounds: null,
    inputs: part.table.columns.map(({ name, kind }) => ({ column: name, kind })),
    leftOut: [],
    leaks: [],
    timeColumn: null,
    hypothesis: '',
    audit: [],
    ...fields,
  };
}

/** What is decided of columns, with what the person asked for. */
function prepared(part: Part, asked: Record<string, PreparationChoice> = {}, fields: Partial<Definition> = {}) {
  return prepare(part, definitionOf(part, fields), specOf({ prepare: asked }));
}

/** The step for a single column. */
function stepFor(column: Column) {
  return prepared(partOf(column)).preparation[0]!.steps[0];
}

describe('prepare', () => {
  test('says what will be done to each column', ({ expect }) => {
    const { preparation, decisions } = prepared(
      partOf(
        numeric(
          'x',
          cells(ROWS, (row) => (row === 3 ? null : row)),
        ),
        categorical(
          'c',
          cells(ROWS, (row) => `${row % 3}`),
        ),
        boolean(
          'b',
          cells(ROWS, (row) => (row === 4 ? null : row % 2 === 0)),
        ),
        day,
      ),
    );
    expect(preparation).toEqual([
      { column: 'x', steps: ['z-score', 'mark-missing'] },
      { column: 'c', steps: ['one-hot'] },
      { column: 'b', steps: ['zero-one', 'mark-missing'] },
      { column: 'day', steps: ['date-parts'] },
    ]);
    for (const column of preparation) expect(columnPreparation.parse(column)).toEqual(column);
    expect(decisions.map(({ choice }) => choice)).toEqual([
      'z-score 1 column',
      'one-hot 1 column',
      'date-parts 1 column',
      'mark missing values in 2 columns',
      'z-score the target',
    ]);
    expect(decisions.every(({ by }) => by === 'rule')).toBe(true);
  });

  test('leaves elapsed time out of the date that rows are in order of, and of no other', ({ expect }) => {
    const part = partOf(day, { ...day, name: 'born' });
    const { preparation, decisions } = prepare(part, definitionOf(part), specOf({ timeColumn: 'day' }));
    expect(preparation).toEqual([
      { column: 'day', steps: ['date-cycles'] },
      { column: 'born', steps: ['date-parts'] },
    ]);
    expect(decisions.map(({ choice }) => choice)).toContain('date-cycles 1 column');
  });

  test('takes the logarithm of non-negative numbers with a few much larger values', ({ expect }) => {
    // 39 rows of 1 to 5 and one of 1 000: skewed, and more than ten times 1 + the median.
    const skewed = (low: number, far: number) =>
      numeric(
        'x',
        cells(ROWS, (row) => (row === 0 ? far : low + (row % 5))),
      );
    expect(stepFor(skewed(1, 1_000))).toBe('log');
    const { decisions } = prepared(partOf(skewed(1, 1_000)));
    expect(decisions[0]!.evidence).toMatchObject({
      columns: 1,
      named: ['x'],
      because: { x: expect.stringMatching(/^skewness .*, median 3\.00 and maximum 1\u202f000$/) },
    });
    // Below 0, or within a decade of the median, the logarithm is no help; far values are.
    expect(stepFor(skewed(-1, 1_000))).toBe('robust');
    expect(stepFor(skewed(100, 500))).toBe('robust');
    expect(stepFor(even('x'))).toBe('z-score');
  });

  test('divides by the interquartile range where a few values make up the spread, and there is one', ({ expect }) => {
    const mostlyZero = numeric(
      'x',
      cells(ROWS, (row) => (row === 0 ? 1_000 : row === 1 ? -1_000 : 0)),
    );
    expect(stepFor(mostlyZero)).toBe('z-score');
    const spread = numeric(
      'x',
      cells(ROWS, (row) => (row === 0 ? 1_000 : row === 1 ? -1_000 : row % 7)),
    );
    expect(stepFor(spread)).toBe('robust');
  });

  test('ignores the shape of fewer than twenty numbers', ({ expect }) => {
    const few = numeric(
      'x',
      cells(ROWS, (row) => (row < 21 ? null : row === 21 ? 1_000 : row % 5)),
    );
    expect(stepFor(few)).toBe('z-score');
    const enough = numeric(
      'x',
      cells(ROWS, (row) => (row < 20 ? null : row === 21 ? 1_000 : row % 5)),
    );
    expect(stepFor(enough)).toBe('log');
  });

  test('hashes more than fifty names where each has ten rows, and counts them where not', ({ expect }) => {
    const names = (distinct: number, rows: number) =>
      categorical(
        'c',
        cells(rows, (row) => `n${row % distinct}`),
      );
    expect(stepFor(names(50, 100))).toBe('one-hot');
    expect(stepFor(names(51, 510))).toBe('hash');
    expect(stepFor(names(51, 509))).toBe('frequency');
  });

  test('leaves a column of nothing but one value, or none, at its default', ({ expect }) => {
    expect(
      stepFor(
        numeric(
          'x',
          cells(ROWS, () => null),
        ),
      ),
    ).toBe('z-score');
    expect(
      stepFor(
        numeric(
          'x',
          cells(ROWS, () => 3),
        ),
      ),
    ).toBe('z-score');
    expect(
      stepFor(
        categorical(
          'x',
          cells(ROWS, () => null),
        ),
      ),
    ).toBe('one-hot');
    expect(
      stepFor(
        numeric(
          'x',
          cells(ROWS, (row) => (row % 2 === 0 ? 1.7e308 : -1.7e308)),
        ),
      ),
    ).toBe('z-score');
  });

  test('does what the person asks for, and says that they did', ({ expect }) => {
    const part = partOf(
      even('x'),
      even('z'),
      categorical(
        'c',
        cells(ROWS, (row) => `${row % 3}`),
      ),
    );
    const { preparation, decisions } = prepared(part, { x: 'minus-one-to-one', c: 'frequency' });
    expect(preparation.map(({ steps }) => steps)).toEqual([['minus-one-to-one'], ['z-score'], ['frequency']]);
    expect(decisions.filter(({ by }) => by === 'user').map(({ choice }) => choice)).toEqual([
      'minus-one-to-one 1 column',
      'frequency 1 column',
    ]);
  });

  test('refuses a step that does not fit the column', ({ expect }) => {
    const part = partOf(
      even('x'),
      categorical(
        'c',
        cells(ROWS, (row) => `${row % 3}`),
      ),
      boolean(
        'b',
        cells(ROWS, () => true),
      ),
      day,
    );
    const refused = (asked: Record<string, PreparationChoice>, part2: string, fields: Partial<Definition> = {}) =>
      expect(() => prepared(part, asked, fields)).toThrow(
        expect.objectContaining({ code: 'preparation_mismatch', message: expect.stringContaining(part2) }),
      );
    refused({ x: 'hash' }, '"x" is numeric, but hash is for categorical columns. Use z-score,');
    refused({ c: 'robust' }, 'Use one-hot, hash, frequency, target-rate, multi-hot or sequences.');
    refused({ b: 'z-score' }, 'only one preparation');
    refused({ day: 'log' }, 'only one preparation');
    refused({ x: 'multi-hot' }, '"x" is numeric, but multi-hot is for text columns.');
    refused({ c: 'sequences' }, '"c" is set to sequences, which need an embedding');
    refused({ x: 'log' }, '"x" is not an input: it looks like an ID.', {
      inputs: [],
      leftOut: [{ column: 'x', why: 'looks like an ID' }],
    });
    refused({ x: 'log' }, '"x" is not an input.', { inputs: [] });
    expect(() => prepared(part, { nobody: 'log' })).toThrow(expect.objectContaining({ code: 'unknown_column' }));
  });

  test('says how the target is scaled, where it is', ({ expect }) => {
    const part = partOf(even('x'));
    const bounded = prepared(part, {}, { bounds: { low: 0, high: 1 } }).decisions.at(-1)!;
    expect(bounded).toMatchObject({ choice: 'scale the target to its range', evidence: { low: 0, high: 1 } });
    const classes: Part = { ...part, target: { kind: 'classes', classes: ['a', 'b'], codes: new Int32Array(ROWS) } };
    expect(prepared(classes).decisions.map(({ choice }) => choice)).toEqual(['z-score 1 column']);
  });
});

describe('checkWidth', () => {
  test('refuses rows that would become wider than fits', ({ expect }) => {
    // 32 MB hold eight million float32: 160 000 rows of 50.
    const names = (rows: number) =>
      tableOf(
        rows,
        categorical(
          'c',
          cells(rows, (row) => `${row % 50}`),
        ),
      );
    const oneHot = [{ column: 'c', steps: ['one-hot' as const] }];
    expect(() => checkWidth(names(160_000), oneHot)).not.toThrow();
    const tooLarge = (width: number) =>
      expect.objectContaining({ code: 'dataset_too_large', details: { width, limitBytes: 32_000_000 } });
    expect(() => checkWidth(names(160_001), oneHot)).toThrow(tooLarge(50));
    expect(() => checkWidth(names(160_000), [{ column: 'c', steps: ['one-hot', 'mark-missing'] }])).toThrow(
      tooLarge(51),
    );
    expect(() => checkWidth(names(160_000), [{ column: 'c', steps: ['hash'] }])).toThrow(tooLarge(64));
    expect(() => checkWidth(names(160_000), [{ column: 'c', steps: ['frequency'] }])).not.toThrow();
    expect(() => checkWidth(names(160_000), oneHot, { features: true })).toThrow(tooLarge(90));
    expect(hasRoomFor(names(100_000), oneHot, 30)).toBe(true);
    expect(hasRoomFor(names(100_000), oneHot, 31)).toBe(false);
    expect(() => checkWidth(names(10), [{ column: 'z', steps: ['one-hot'] }])).toThrow(
      expect.objectContaining({ code: 'unknown_column' }),
    );
  });
});
