import { StepwellError } from '@stepwell/base/errors';
import { CollectColumns } from '../../table/collect-columns.ts';
import { columnNames } from '../../table/column-names.ts';
import { AS_SHORTEST } from '../../table/plain-number.ts';
import { NO_WORDS } from '../../table/read-column.ts';
import type { Column, Table } from '../../table/table.ts';
import type { TableLimits } from '../../table/table-limits.ts';
import { fileReadingOf, type ColumnReading } from '../../values/reading.ts';
import { RowLines } from '../json/row-lines.ts';
import { TextLines } from '../json/text-lines.ts';
import { UnreadableRows } from '../json/unreadable-rows.ts';
import { ArffHeader, type Attribute } from './arff-header.ts';
import { rowIn, type ArffValue } from './arff-row.ts';
import { nominalColumn } from './nominal-column.ts';

/** Attributes that are named in a note. */
const MOST_NAMED = 5;

/**
 * Reads an ARFF file of Weka or OpenML, rows dense or sparse. Nominal attributes are names, in the order they are declared in,
 * whatever they look like.
 *
 * @param pieces the decoded text, cut anywhere.
 * @returns the table, with how it was read.
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`.
 */
export async function readArff(
  pieces: AsyncIterable<string>,
  limits: TableLimits,
): Promise<{ table: Table; format: 'arff' }> {
  const header = new ArffHeader(limits.maxColumns);
  let rows: ArffRows | null = null;
  const lines = new TextLines((line, number) => {
    if (rows !== null) rows.push(line, number);
    else if (header.push(number === 1 ? line.replace(/^\uFEFF/, '') : line, number))
      rows = new ArffRows(header.attributes, limits);
  });
  for await (const piece of pieces) lines.feed(piece);
  lines.end();
  if (rows === null) {
    throw new StepwellError(
      'not_a_table',
      'The ARFF file has no line @data, behind which its rows stand. It may have been cut off; write it again.',
    );
  }
  return { table: (rows as ArffRows).finish(), format: 'arff' };
}

class ArffRows {
  readonly #attributes: readonly Attribute[];
  readonly #names: ReturnType<typeof columnNames>;
  readonly #limits: TableLimits;
  readonly #columns: CollectColumns;
  readonly #lines = new RowLines();
  readonly #unreadable = new UnreadableRows();
  #weights = 0;
  #seen = 0;

  constructor(attributes: readonly Attribute[], limits: TableLimits) {
    this.#attributes = attributes;
    this.#names = columnNames(attributes.map(({ name }) => name), attributes.length); // prettier-ignore
    this.#limits = limits;
    // Names are collected as numbers, their places. In brackets, they are no pixels.
    const { names } = this.#names;
    this.#columns = new CollectColumns(names.map((name, i) => (attributes[i]!.type === 'nominal' ? `{${name}}` : name)), limits); // prettier-ignore
  }

  push(line: string, number: number): void {
    const text = line.trim();
    if (text === '' || text.startsWith('%')) return;
    const row = rowIn(text, this.#attributes);
    if (typeof row === 'string') return this.#unreadable.add(number, text, row);
    if (row.hasWeight) this.#weights++;
    const isTaken = this.#limits.isSampled?.(this.#seen) !== false;
    this.#seen++;
    if (!isTaken) return;
    this.#lines.add(this.#columns.rows, number);
    this.#append(row.values);
  }

  #append(values: ArffValue[]): void {
    const columns = this.#columns;
    if (columns.hasPixels) return columns.push(values.map(String));
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const builder = columns.builder(i);
      if (typeof value === 'string') builder.push(value);
      else if (!Number.isFinite(value)) builder.push(String(value));
      else builder.pushNumber(value === 0 ? 0 : value, Number.isSafeInteger(value) ? 0 : AS_SHORTEST);
    }
    columns.endRow();
  }

  /** @throws {StepwellError} `not_a_table`, `empty_table`. */
  finish(): Table {
    const setAside = this.#unreadable.finish(this.#seen);
    if (this.#columns.rows === 0) throw noRows(this.#seen);
    const { table, readings } = this.#columns.finish({ ...NO_WORDS, lineOf: (row) => this.#lines.lineOf(row) });
    const { columns, read, notes } = this.#withNames(table, readings);
    if (this.#weights > 0)
      notes.push(
        `${this.#weights === 1 ? '1 row has a weight in curly brackets behind it' : `${this.#weights} rows have a weight in curly brackets behind them`}, which was left out.`,
      );
    const said = [...this.#names.notes, ...notes].map((text) => ({ severity: 'info' as const, text }));
    const file = fileReadingOf('arff', { decimal: '.', notes: said, setAside });
    return { rows: table.rows, columns, reading: { file, columns: read } };
  }

  /** Turns the places of names into columns of names. */
  #withNames(
    { columns }: Table,
    readings: ColumnReading[],
  ): { columns: Column[]; read: ColumnReading[]; notes: string[] } {
    const read: ColumnReading[] = [];
    const unused: string[] = [];
    let at = 0;
    const named = columns.map((column) => {
      if (column.kind === 'image') {
        at += this.#attributes.length - columns.length + 1;
        return column;
      }
      const { places } = this.#attributes[at]!;
      const name = this.#names.names[at++]!;
      const reading = readings[read.length]!;
      if (places === null || column.kind !== 'numeric') {
        read.push(reading);
        return column;
      }
      const found = nominalColumn(name, column.values, [...places.keys()]);
      read.push(found.reading);
      if (found.unused > 0) unused.push(`${found.unused} of "${name.slice(0, 80)}"`);
      return found.column;
    });
    const listed = unused.slice(0, MOST_NAMED).join(', ') + (unused.length > MOST_NAMED ? ' and others' : '');
    return {
      columns: named,
      read,
      notes: unused.length > 0 ? [`Declared names that are in no row were left out: ${listed}.`] : [],
    };
  }
}

function noRows(seen: number): StepwellError {
  return new StepwellError(
    'empty_table',
    seen > 0
      ? `The sample is empty: none of the ${seen} rows was selected. Use a larger share.`
      : 'The file has no rows behind @data. Add them.',
  );
}
