import { StepwellError } from '@stepwell/base/errors';
import { countedDate, type DateFormat } from '../values/date-format.ts';
import { decideNumber } from '../values/decide-number.ts';
import { PLAIN } from '../values/number-format.ts';
import { KIND_WORDS, type ColumnReading } from '../values/reading.ts';
import { asText } from './as-text.ts';
import { columnOf } from './column-of.ts';
import { countCategories } from './count-categories.ts';
import { dateLabel } from '../values/dates.ts';
import { labelAt, type Column, type DateColumn, type NumericColumn } from './table.ts';

const DAY = 86_400_000;

/**
 * Reads a column again, as a person asked.
 *
 * @param how as `READ_AS` has it.
 * @param reading how it was read; null where that isn't known.
 * @throws {StepwellError} `unreadable_column` where its cells can't be read so.
 */
export function rereadColumn(column: Column, rows: number, how: string, reading: ColumnReading | null): Column {
  if (how.startsWith('missing:')) return withMissing(column, how.slice('missing:'.length));
  if (how === 'category' || how === 'category:exact') return asCategories(column, rows, how);
  if (how === 'text') return column.kind === 'image' ? refuse(column, how) : asText(column, rows);
  if (how.startsWith('number')) return asNumbers(column, how, reading);
  return asDates(column, how, reading);
}

function withMissing(column: Column, word: string): Column {
  switch (column.kind) {
    case 'numeric':
    case 'date': {
      const value = Number(word);
      const isMissing = (cell: number) => (column.kind === 'date' ? dateLabel(cell) === word : cell === value);
      const values = column.values.map((cell) => (Number.isFinite(cell) && isMissing(cell) ? Number.NaN : cell));
      return { ...column, values };
    }
    case 'categorical': {
      const code = column.categories.indexOf(word);
      return code < 0 ? column : { ...column, codes: column.codes.map((cell) => (cell === code ? -1 : cell)) };
    }
    default:
      return refuse(column, `missing:${word}`);
  }
}

function asCategories(column: Column, rows: number, how: string): Column {
  if (column.kind === 'categorical') return column;
  if (column.kind === 'text' || column.kind === 'image') return refuse(column, how);
  const categories: string[] = [];
  const ids = new Map<string, number>();
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const label = labelAt(column, row);
    if (label === null) {
      codes[row] = -1;
      continue;
    }
    let id = ids.get(label);
    if (id === undefined) {
      id = categories.push(label) - 1;
      ids.set(label, id);
    }
    codes[row] = id;
  }
  return { kind: 'categorical', name: column.name, categories, codes };
}

function asNumbers(column: Column, how: string, reading: ColumnReading | null): Column {
  const decimal = how === 'number:decimal-comma' ? ',' : how === 'number:decimal-point' ? '.' : null;
  switch (column.kind) {
    case 'numeric':
      return decimal === null ? column : withMark(column, decimal, reading);
    case 'boolean':
      return {
        kind: 'numeric',
        name: column.name,
        values: Float64Array.from(column.values, (value) => (value < 0 ? NaN : value)),
      };
    case 'date':
      return { kind: 'numeric', name: column.name, values: column.values.map(toCount(reading?.date?.unit ?? null)) };
    case 'categorical': {
      const counted = countCategories(column);
      const fit = decideNumber(counted, { decimal, delimiter: null });
      const read = columnOf(column, { kind: 'numeric', number: fit?.format ?? PLAIN, date: null });
      if (read.kind === 'numeric' && read.values.some(Number.isFinite)) return read;
      return refuse(column, how);
    }
    default:
      return refuse(column, how);
  }
}

/** Numbers whose only mark stands before three digits, read with the other mark. */
function withMark(column: NumericColumn, decimal: '.' | ',', reading: ColumnReading | null): NumericColumn {
  const number = reading?.number ?? null;
  const isThousands = number?.thousands != null;
  if (reading?.doubtful !== true || number === null || number.decimal === decimal) return column;
  return { ...column, values: column.values.map((value) => (isThousands ? value / 1_000 : value * 1_000)) };
}

function asDates(column: Column, how: string, reading: ColumnReading | null): Column {
  const format = dateFormatOf(how);
  if (column.kind === 'date') {
    const known = reading?.date?.order ?? null;
    return format.order === null || known === null || known === format.order ? column : swapped(column);
  }
  if (column.kind === 'numeric' && format.unit !== null) {
    const { unit } = format;
    const values = column.values.map((value) => (Number.isFinite(value) ? countedDate(value, unit) : Number.NaN));
    return values.some(Number.isFinite) ? { kind: 'date', name: column.name, values } : refuse(column, how);
  }
  if (column.kind === 'categorical') {
    const read = columnOf(column, { kind: 'date', number: null, date: format });
    if (read.kind === 'date' && read.values.some(Number.isFinite)) return read;
  }
  return refuse(column, how);
}

/** @returns the format of dates that an option such as `date:month-first` asks for; day first where it leaves that open. */
export function dateFormatOf(how: string): DateFormat {
  const word = how.slice('date:'.length);
  if (word === 'day-first' || word === 'month-first') return { order: word, unit: null };
  if (
    word === 'seconds' ||
    word === 'milliseconds' ||
    word === 'microseconds' ||
    word === 'nanoseconds' ||
    word === 'yyyymmdd'
  ) {
    return { order: null, unit: word };
  }
  return { order: 'day-first', unit: null };
}

/** Dates with day and month the other way round; those whose day is above 12 become missing. */
function swapped(column: DateColumn): DateColumn {
  const values = column.values.map((moment) => {
    if (!Number.isFinite(moment)) return Number.NaN;
    const date = new Date(moment);
    const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
    if (day > 12) return Number.NaN;
    const time = moment - Math.floor(moment / DAY) * DAY;
    return Date.UTC(date.getUTCFullYear(), day - 1, month) + time;
  });
  return { ...column, values };
}

/** @returns how a moment becomes the number that it was read from. */
function toCount(unit: DateFormat['unit']): (moment: number) => number {
  if (unit === 'seconds') return (moment) => moment / 1_000;
  if (unit === 'microseconds') return (moment) => moment * 1e3;
  if (unit === 'nanoseconds') return (moment) => moment * 1e6;
  if (unit === 'yyyymmdd') {
    return (moment) =>
      Number.isFinite(moment) ? Number(new Date(moment).toISOString().slice(0, 10).replaceAll('-', '')) : Number.NaN;
  }
  return (moment) => moment;
}

function refuse(column: Column, how: string): never {
  throw new StepwellError(
    'unreadable_column',
    `"${column.name}" can't be read as ${how}: it holds ${KIND_WORDS[column.kind]}, and none of its cells fits. Leave the option out, or change the file.`,
    { details: { column: column.name, read: how, kind: column.kind } },
  );
}
