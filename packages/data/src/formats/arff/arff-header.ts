import { StepwellError } from '@stepwell/base/errors';
import { MOST_PIXEL_COLUMNS } from '../../table/pixel-columns.ts';
import { nameAt, skipBlanks, splitCells } from './arff-cells.ts';
import { javaDate } from './java-date.ts';

/** Characters of all declarations at most. */
const MOST_LETTERS = 8_000_000;
const DEFAULT_DATE = "yyyy-MM-dd'T'HH:mm:ss";

/** A declared attribute. */
export interface Attribute {
  name: string;
  type: 'number' | 'nominal' | 'string' | 'date';
  /** Of a nominal one, the place of each name, in the declared order. */
  places: ReadonlyMap<string, number> | null;
  /** Of a date, how to write it as ISO 8601 does; null where its format isn't known. */
  toIso: ((text: string) => string | null) | null;
}

/** Reads the declarations before `@data`. */
export class ArffHeader {
  readonly attributes: Attribute[] = [];
  readonly #maxColumns: number;
  #letters = 0;

  constructor(maxColumns: number) {
    this.#maxColumns = maxColumns;
  }

  /** @returns whether the rows follow. @throws {StepwellError} `not_a_table`, `too_many_columns`, `dataset_too_large`. */
  push(line: string, number: number): boolean {
    const text = line.trim();
    if (text === '' || text.startsWith('%')) return false;
    const keyword = /^@\w+/.exec(text)?.[0].toLowerCase();
    if (keyword === '@data') {
      if (this.attributes.length === 0) throw badLine(number, '@data stands before any @attribute');
      return true;
    }
    if (keyword === '@relation') return false;
    if (keyword !== '@attribute') throw badLine(number, `"${text.slice(0, 40)}" is neither @attribute nor @data`);
    this.#letters += text.length;
    const { length } = this.attributes;
    if (length >= this.#maxColumns + MOST_PIXEL_COLUMNS) {
      throw new StepwellError(
        'too_many_columns',
        `The header has more than ${length} attributes, but at most ${this.#maxColumns} are supported. Keep those that may help predict the target.`,
        { details: { limit: this.#maxColumns } },
      );
    }
    if (this.#letters > MOST_LETTERS) {
      throw new StepwellError(
        'dataset_too_large',
        `The declarations of the attributes have more than ${MOST_LETTERS / 1e6} million characters. Leave out nominal attributes with a name for nearly every row.`,
      );
    }
    this.attributes.push(attributeIn(text, number));
    return false;
  }
}

function attributeIn(text: string, line: number): Attribute {
  const named = nameAt(text, '@attribute'.length);
  if (named === null) throw badLine(line, 'the attribute has no name, or a quote of it is never closed');
  const { name } = named;
  const at = skipBlanks(text, named.end);
  if (text[at] === '{') return { name, type: 'nominal', places: placesIn(text, at + 1, name, line), toIso: null };
  const type = /^\w+/.exec(text.slice(at, at + 40))?.[0].toLowerCase() ?? '';
  const plain = { name, places: null, toIso: null };
  if (type === 'numeric' || type === 'real' || type === 'integer') return { ...plain, type: 'number' };
  if (type === 'string') return { ...plain, type: 'string' };
  if (type === 'date') {
    const format = nameAt(text, at + type.length)?.name ?? '';
    const isFormat = format !== '' && !format.startsWith('%');
    return { ...plain, type: 'date', toIso: javaDate(isFormat ? format : DEFAULT_DATE) };
  }
  if (type === 'relational') {
    throw new StepwellError(
      'not_a_table',
      `The attribute "${name.slice(0, 80)}" is relational: a table in a cell. Leave it out, or upload its rows as a table of their own.`,
      { details: { line } },
    );
  }
  throw badLine(
    line,
    `the type of "${name.slice(0, 80)}" is none of numeric, real, integer, string, date and names in curly brackets`,
  );
}

function placesIn(text: string, from: number, name: string, line: number): Map<string, number> {
  const found = splitCells(text, from, '}');
  if (found === null)
    throw badLine(line, `the names of "${name.slice(0, 80)}" have a quote or a curly bracket that is never closed`);
  const places = new Map<string, number>();
  for (const cell of found.cells) {
    const word = cell.text.trim();
    if ((word !== '' || cell.isQuoted) && !places.has(word)) places.set(word, places.size);
  }
  return places;
}

function badLine(line: number, why: string): StepwellError {
  return new StepwellError(
    'not_a_table',
    `Line ${line} of the ARFF header can't be read: ${why}. Write the file again, or upload it as CSV.`,
    {
      details: { line },
    },
  );
}
