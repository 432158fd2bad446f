import { StepwellError } from '@stepwell/base/errors';
import type { Table } from '../../table/table.ts';
import type { TableLimits } from '../../table/table-limits.ts';
import { fileReadingOf } from '../../values/reading.ts';
import { GrowingColumns } from '../json/growing-columns.ts';
import { RowLines } from '../json/row-lines.ts';
import { TextLines } from '../json/text-lines.ts';
import { UnreadableRows } from '../json/unreadable-rows.ts';
import { parseLine, type SvmlightLine } from './parse-line.ts';

const LABEL = 'label';
const QID = 'qid';
const ADVICE =
  'Keep the features that occur most often, or reduce them first, as TruncatedSVD of scikit-learn does, and upload the result as CSV.';

/**
 * Reads the sparse rows of svmlight and libsvm, `label 1:0.5 7:2 # comment`. Features that a row doesn't name are 0. The columns
 * are `label`, `qid` where there is one, and a column for each feature, called by its number.
 *
 * @param pieces the decoded text, cut anywhere.
 * @returns the table, with how it was read.
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`.
 */
export async function readSvmlight(
  pieces: AsyncIterable<string>,
  limits: TableLimits,
): Promise<{ table: Table; format: 'svmlight' }> {
  const rows = new SvmlightRows(limits);
  const lines = new TextLines((line, number) => rows.push(line, number));
  for await (const piece of pieces) lines.feed(piece);
  lines.end();
  return { table: rows.finish(), format: 'svmlight' };
}

class SvmlightRows {
  readonly #limits: TableLimits;
  readonly #columns: GrowingColumns;
  readonly #lines = new RowLines();
  readonly #unreadable = new UnreadableRows();
  readonly #features = new Set<number>();
  #hasQueries = false;
  #hasSeveral = false;
  #seen = 0;

  constructor(limits: TableLimits) {
    this.#limits = limits;
    this.#columns = new GrowingColumns(limits, 0, ADVICE);
  }

  push(line: string, number: number): void {
    const found = parseLine(number === 1 ? line.replace(/^\uFEFF/, '') : line);
    if (found === null) return;
    if (typeof found === 'string') return this.#unreadable.add(number, line, found);
    const isTaken = this.#limits.isSampled?.(this.#seen) !== false;
    this.#seen++;
    this.#note(found);
    if (!isTaken) return;
    this.#lines.add(this.#columns.rows, number);
    this.#append(found);
  }

  /** Notes what all rows have, so that a sample has the columns of the whole. */
  #note({ label, qid, indices }: SvmlightLine): void {
    if (label.includes('|')) this.#hasSeveral = true;
    if (qid !== null && !this.#hasQueries) {
      this.#hasQueries = true;
      this.#columns.column(QID, '');
    }
    for (const index of indices) this.#features.add(index);
    const columns = this.#features.size + 1 + (this.#hasQueries ? 1 : 0);
    if (columns <= this.#limits.maxColumns) return;
    const { maxColumns } = this.#limits;
    throw new StepwellError(
      'too_many_columns',
      `The file has more than ${maxColumns} columns, the label among them, but at most ${maxColumns} are supported. ${ADVICE}`,
      { details: { limit: maxColumns } },
    );
  }

  #append({ label, qid, indices, values }: SvmlightLine): void {
    const columns = this.#columns;
    columns.pushText(columns.column(LABEL), label);
    if (qid !== null) columns.pushText(columns.column(QID), qid);
    indices.forEach((index, i) => columns.pushNumber(columns.column(nameOf(index)), values[i]!));
    columns.endRow();
  }

  /** @throws {StepwellError} `not_a_table`, `empty_table`, `too_few_columns`. */
  finish(): Table {
    const setAside = this.#unreadable.finish(this.#seen);
    if (this.#columns.rows === 0) throw noRows(this.#seen);
    if (this.#features.size === 0) {
      throw new StepwellError(
        'too_few_columns',
        'No line has a feature, written as its number, a colon and its value. Upload a file with at least one.',
      );
    }
    const { indices, notes } = this.#numbering();
    const order = [LABEL, ...(this.#hasQueries ? [QID] : []), ...indices.map((index) => nameOf(index))];
    const { table, readings } = this.#columns.finish((row) => this.#lines.lineOf(row), order);
    if (this.#hasSeveral)
      notes.push('Some rows have several labels; they stand in "label" with a vertical bar between them.');
    const said = notes.map((text) => ({ severity: 'info' as const, text }));
    const file = fileReadingOf('svmlight', { decimal: '.', notes: said, setAside });
    return { ...table, reading: { file, columns: readings } };
  }

  /** All features up to the last, or where they would be too many, those that occur. */
  #numbering(): { indices: number[]; notes: string[] } {
    const found = [...this.#features].sort((a, b) => a - b);
    const first = found[0] === 0 ? 0 : 1;
    const why = first === 0 ? 'a feature has the number 0' : 'none has the number 0';
    const notes = [`The features are numbered from ${first}, because ${why}. Those that a row doesn't name are 0.`];
    const count = found.at(-1)! - first + 1;
    const room = this.#limits.maxColumns - (this.#hasQueries ? 2 : 1);
    if (count <= room) return { indices: Array.from({ length: count }, (_, i) => first + i), notes };
    notes.push(`Of ${count} features, the ${found.length} that are ever given became columns.`);
    return { indices: found, notes };
  }
}

function nameOf(index: number): string {
  return `f${index}`;
}

function noRows(seen: number): StepwellError {
  return new StepwellError(
    'empty_table',
    seen > 0
      ? `The sample is empty: none of the ${seen} rows was selected. Use a larger share.`
      : 'The file has no rows. Upload a file with a label and features in each line.',
  );
}
