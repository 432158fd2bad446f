import { describe, test } from 'vitest';
import { ColumnBuilder } from '../table/column-builder.ts';
import { labelAt } from '../table/table.ts';
import { NO_WORDS, type FileWords } from '../table/read-column.ts';

/** Cells repeated over 24 rows, read as a column of a file with this delimiter. */
function read(cells: readonly string[], delimiter = ',') {
  const builder = new ColumnBuilder('c');
  for (let row = 0; row < 24; row++) builder.push(cells[row % cells.length]!);
  const words: FileWords = { ...NO_WORDS, marks: { decimal: null, delimiter } };
  const { column, reading } = builder.finish(words);
  return { column, reading, labels: cells.map((_, row) => labelAt(column, row)) };
}

/** Cells, and the numbers that they are. */
const NUMBERS: [string, string[], (number | null)[]][] = [
  ['spaces that do not break', ['1\u00a0234,56', '2\u202f345,00', '12,5', '999,99'], [1234.56, 2345, 12.5, 999.99]],
  ['apostrophes and a currency code', ["CHF 1'234.50", 'CHF 12.00', "CHF 99'000.00"], [1234.5, 12, 99_000]],
  ['a currency sign and decimal commas', ['€ 12,50', '€ 1.234,00', '€ 0,99'], [12.5, 1234, 0.99]],
  ['a unit', ['12.5 kg', '3 kg', '7.25 kg', '100 kg'], [12.5, 3, 7.25, 100]],
  ['parentheses for negative numbers', ['(1,234.50)', '2,000.00', '(5.00)'], [-1234.5, 2000, -5]],
  ['letters for thousands and millions', ['1.2K', '3.4M', '500', '7K'], [1200, 3.4e6, 500, 7000]],
  ['hours and minutes', ['5:30', '12:45', '0:15'], [5.5, 12.75, 0.25]],
  ['percent', ['4.75%', '10 %', '0.5%'], [0.0475, 0.1, 0.005]],
  ['a minus of typographers, and one behind', ['−5', '3.5-', '7'], [-5, -3.5, 7]],
  ['plus signs', ['+5', '-3', '+1'], [5, -3, 1]],
  ['digits of full width', ['１２', '３', '4'], [12, 3, 4]],
  ['Indian groups', ['12,34,567', '1,00,000', '5,000'], [1_234_567, 100_000, 5000]],
  ['marks of missing cells among numbers', ['n.a.', '-', '5', '6.5', 'unknown'], [null, null, 5, 6.5, null]],
];

/** Cells that stay as they are written. */
const NAMES: [string, string[]][] = [
  ['zeros in front', ['01234', '98765', '00001']],
  ['codes like exponents', ['1E5A', '12E4', '99', 'FF']],
  ['more digits than a float64 holds', ['12345678901234567', '12345678901234568', '12345678901234569']],
  ['addresses of networks', ['10.0.0.1', '192.168.100.200', '8.8.8.8']],
  ['telephone numbers', ['555-1234', '555-9999']],
  ['ranges', ['10-20', '20-30']],
  ['fractions', ['1/2', '3/4']],
  ['years and months', ['2021-03', '2021-04']],
  ['few numbers in front of letters', ['2WD', '4WD']],
  ['several currencies', ['$5', '€7', '£9']],
];

const DATES: [string, string[], string[]][] = [
  ['day first', ['31/12/99', '01/02/05'], ['1999-12-31', '2005-02-01']],
  ['month first', ['12/31/2021', '01/02/2021'], ['2021-12-31', '2021-01-02']],
  ['names of months', ['3 Mar 2021', '14 April 2021'], ['2021-03-03', '2021-04-14']],
  ['twelve hours', ['3/14/2021 5:06 PM', '3/15/2021 12:00 AM'], ['2021-03-14T17:06:00.000Z', '2021-03-15']],
  ['one number', ['20210304', '20211231'], ['2021-03-04', '2021-12-31']],
];

describe('what a column holds', () => {
  test.for(NUMBERS)('numbers: %s', ([, cells, values], { expect }) => {
    const { column, labels, reading } = read(cells);
    expect([column.kind, labels]).toEqual(['numeric', values.map((value) => (value === null ? null : String(value)))]);
    expect(reading.misfits).toBe(0);
  });

  test.for(NAMES)('names: %s', ([, cells], { expect }) => {
    const { column, labels } = read(cells);
    expect([column.kind, labels]).toEqual(['categorical', cells]);
  });

  test.for(DATES)('dates: %s', ([, cells, values], { expect }) => {
    const { column, labels } = read(cells);
    expect([column.kind, labels]).toEqual(['date', values]);
  });

  test('says where one mark may mean two things, and which way it took', ({ expect }) => {
    const cells = ['1,234', '5,678', '345,678'];
    const point = read(cells);
    expect(point.labels).toEqual(['1234', '5678', '345678']);
    expect(point.reading).toMatchObject({ doubtful: true, alternatives: [{ read: 'number:decimal-comma' }] });
    const comma = read(cells, ';');
    expect(comma.labels).toEqual(['1.234', '5.678', '345.678']);
    expect(comma.reading).toMatchObject({ doubtful: true, alternatives: [{ read: 'number:decimal-point' }] });
    const day = read(['03/04/2021', '05/06/2021', '01/02/2021']);
    expect(day.labels[0]).toBe('2021-03-04');
    expect(day.reading).toMatchObject({ doubtful: true, alternatives: [{ read: 'date:day-first' }] });
  });

  test('takes points for thousands where the rest of the file has decimal commas', ({ expect }) => {
    const cells = ['1.234', '5.678', '345.678'];
    const builder = new ColumnBuilder('c');
    for (const cell of cells) builder.push(cell);
    const { column, reading } = builder.finish({ ...NO_WORDS, marks: { decimal: ',', delimiter: ';' } });
    expect(cells.map((_, row) => labelAt(column, row))).toEqual(['1234', '5678', '345678']);
    expect(reading).toMatchObject({ doubtful: true, alternatives: [{ read: 'number:decimal-point' }] });
    expect(read(cells).labels).toEqual(['1.234', '5.678', '345.678']);
  });
});
