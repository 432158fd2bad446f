import { StepwellError } from '@stepwell/base/errors';
import type { TableLimits } from '../../table/table-limits.ts';
import { ADVICE, CollectRows, noRows, type CollectedJson } from './collect-rows.ts';
import { FlattenRows } from './flatten-row.ts';
import { GrowingColumns } from './growing-columns.ts';
import { parseJson, UNREADABLE } from './parse-json.ts';
import type { JsonParts } from './split-json.ts';

/** Members that are named in a message. */
const MOST_NAMED = 5;

/** An array or an object in the object. */
interface Member {
  key: string;
  bracket: '{' | '[';
  count: number;
  /** A hash of its keys, where it is an object. */
  labels: number;
  place: number | null;
}

/**
 * Collects the table in one JSON object: its arrays of equal length are columns, or its one array of rows is the table. Objects of
 * equal keys are columns too, as pandas writes them.
 */
export class ReadObject implements JsonParts {
  readonly #limits: TableLimits;
  readonly #flatten = new FlattenRows();
  #columns: GrowingColumns | null;
  #rows: CollectRows | null = null;
  /** The members with rows. */
  readonly #tables: string[] = [];
  readonly #others: string[] = [];
  /** What the member `columns` holds: pandas writes the names apart. */
  #names: string[] | null = null;
  #member: Member | null = null;
  #first: Member | null = null;
  #unlike: string | null = null;
  #hasArrays = false;
  #level = 0;

  constructor(limits: TableLimits) {
    this.#limits = limits;
    this.#columns = new GrowingColumns(limits, '', ADVICE);
  }

  open(bracket: '{' | '[', key: string | null): void {
    if (++this.#level === 1) return;
    this.#member = { key: key ?? '', bracket, count: 0, labels: 0, place: null };
    this.#columns?.rewind();
  }

  close(): void {
    const member = this.#member;
    this.#level--;
    if (member === null) return;
    this.#member = null;
    if (member.place === null) return;
    this.#first ??= member;
    const first = this.#first;
    const [one, other] = [first.key.slice(0, 80), member.key.slice(0, 80)];
    if (member.count !== first.count)
      this.#unlike ??= `"${one}" has ${first.count} values, "${other}" has ${member.count}`;
    else if (member.labels !== first.labels) this.#unlike ??= `"${one}" and "${other}" name their rows differently`;
  }

  value(text: string, key: string | null): void {
    const member = this.#member;
    if (member === null) return this.#leaveOut(key ?? '');
    const isRow = text.startsWith('{') || (text.startsWith('[') && this.#names !== null);
    if (isRow && key === null) return this.#takeRow(member.key, text);
    if (member.key === 'columns' && key === null) this.#takeName(text);
    if (this.#isColumn(member)) this.#takeCell(member, key, text);
  }

  /** Arrays are columns; objects are where there are no arrays. */
  #isColumn(member: Member): boolean {
    const { bracket } = member;
    if (bracket === '{' && this.#hasArrays) {
      if (member.count++ === 0) this.#leaveOut(member.key);
      return false;
    }
    if (bracket === '{' || this.#hasArrays) return true;
    this.#hasArrays = true;
    if (this.#first === null) return true;
    for (const name of this.#columns?.keys ?? []) this.#leaveOut(name);
    this.#first = this.#unlike = null;
    if (this.#columns !== null) this.#columns = new GrowingColumns(this.#limits, '', ADVICE);
    return true;
  }

  #takeRow(key: string, text: string): void {
    if (this.#tables.at(-1) !== key) this.#tables.push(key);
    if (this.#tables.length > 1) {
      const named = this.#tables.slice(0, 2).map((name) => `"${name.slice(0, 80)}"`);
      throw notATable(
        `The JSON holds several tables: ${named.join(' and ')} are arrays of rows. Upload one of them as a file of its own.`,
      );
    }
    this.#columns = null;
    this.#rows ??= new CollectRows(this.#limits, this.#names);
    this.#rows.push(text, 0);
  }

  #takeName(text: string): void {
    const name = parseJson(text);
    this.#names ??= [];
    if (this.#names.length < this.#limits.maxColumns) this.#names.push(typeof name === 'string' ? name : text);
  }

  #takeCell(member: Member, label: string | null, text: string): void {
    const columns = this.#columns;
    const value = parseJson(text);
    if (value === UNREADABLE)
      throw notATable(
        `The value ${member.count + 1} of "${member.key.slice(0, 80)}" is no JSON. Write the file again with a program's JSON export.`,
      );
    const row = member.count++;
    if (label !== null) member.labels = hashed(member.labels, label);
    if (columns === null) return;
    member.place ??= columns.column(member.key);
    const { place } = member;
    if (this.#limits.isSampled?.(row) === false) return;
    this.#flatten.cell(member.key, value, (_, cell) => {
      if (typeof cell === 'number') columns.pushNumber(place, cell);
      else columns.pushText(place, cell);
    });
    columns.endRow();
  }

  #leaveOut(key: string): void {
    if (this.#others.length <= MOST_NAMED) this.#others.push(key.slice(0, 80));
  }

  /** @throws {StepwellError} `not_a_table`, `empty_table`. */
  finish(): CollectedJson {
    const rows = this.#rows?.finish();
    if (rows !== undefined)
      return { ...rows, notes: [`The rows are those of "${this.#tables[0]!.slice(0, 80)}".`, ...rows.notes] };
    const columns = this.#columns!;
    if (this.#unlike !== null) {
      throw notATable(
        `The columns of the JSON aren't of one length: ${this.#unlike}. Upload an array of objects, one for each row.`,
      );
    }
    if (columns.rows === 0) throw noRows(this.#first?.count ?? 0);
    const { table, readings, notes } = columns.finish(() => 0);
    const left = this.#others
      .map((key) => `"${key}"`)
      .slice(0, MOST_NAMED)
      .join(', ');
    if (!this.#hasArrays) notes.push('Each object within the object was read as a column, as pandas writes them.');
    if (left !== '')
      notes.push(
        `Left out, because they are no columns: ${left}${this.#others.length > MOST_NAMED ? ' and others' : ''}.`,
      );
    return { table, readings, notes: [...notes, ...this.#flatten.notes()], setAside: [] };
  }
}

/** The hash of keys so far, and one more. */
function hashed(hash: number, key: string): number {
  let next = Math.imul(hash ^ key.length, 0x01000193);
  for (let i = 0; i < key.length; i++) next = Math.imul(next ^ key.charCodeAt(i), 0x01000193);
  return next;
}

function notATable(message: string): StepwellError {
  return new StepwellError('not_a_table', message);
}
