import { dateLabel, parseDate } from './dates.ts';
import { asBoolean } from './settle-kinds.ts';
import type { Column } from './table.ts';
import { readLikeTexts } from './read-like-texts.ts';
import { TextBuilder } from './text-builder.ts';

/** Category columns with more unique values become text columns. */
export const MAX_CATEGORIES = 10_000;
/** So do more letters than this in all distinct values. */
const MAX_CATEGORY_LETTERS = 2_000_000;

/** Cells that count as missing: the list of pandas, and "?". */
const MISSING = new Set([
  '', '?', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>',
  'N/A', 'NA', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null',
]); // prettier-ignore

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITY = /^[+-]?inf(?:inity)?$/i;

/**
 * Collects one column's cells in a single pass. It starts as numbers, or as dates where the first cell present is one;
 * the first cell that is neither missing nor of that kind turns it into names. Numbers are then named as JavaScript
 * writes them ("1.0" and "1" are one name), and dates as ISO 8601 does.
 */
export class ColumnBuilder {
  readonly name: string;
  /** Numbers, or the moments of dates. */
  #numbers = new Float64Array(64);
  #areDates = false;
  #codes = new Int32Array(0);
  #categories: Map<string, number> | null = null;
  #letters = 0;
  #text: TextBuilder | null = null;
  #rows = 0;
  #present = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Appends a cell as it stands in the file. */
  push(cell: string): void {
    const text = cell.trim();
    if (this.#text !== null) return this.#text.push(MISSING.has(text) ? '' : text);
    const row = this.#rows++;
    if (MISSING.has(text)) return this.#store(row, Number.NaN, null);
    if (INFINITY.test(text)) return this.#store(row, text.startsWith('-') ? -Infinity : Infinity, null);
    if (NUMBER.test(text)) {
      const value = Number(text);
      if (!Number.isFinite(value)) return this.#store(row, value, null);
      if (this.#areDates) this.#becomeCategorical(row);
      this.#present++;
      return this.#store(row, value, String(value));
    }
    const moment = parseDate(text);
    if (!Number.isNaN(moment)) return this.#pushDate(row, moment);
    this.#becomeCategorical(row);
    this.#present++;
    this.#store(row, Number.NaN, text);
  }

  /** Bytes that the column takes once encoded. */
  get bytes(): number {
    return this.#text?.bytes ?? this.#rows * (this.#categories === null ? 8 : 4) + this.#letters * 2;
  }

  /** @returns the finished column. */
  finish(): Column {
    const { name } = this;
    if (this.#text === null && this.#categories !== null) this.#readAsTexts(this.#categories);
    if (this.#text !== null) return this.#text.finish();
    if (this.#categories === null) {
      const values = this.#numbers.slice(0, this.#rows);
      if (!this.#areDates) return { kind: 'numeric', name, values };
      return { kind: 'date', name, values: values.map((value) => (Number.isFinite(value) ? value : Number.NaN)) };
    }
    const categories = [...this.#categories.keys()];
    const codes = this.#codes.slice(0, this.#rows);
    const truths = categories.map((category) => asBoolean(category));
    if (truths.every((truth) => truth !== null)) {
      const values = Int8Array.from(codes, (code) => (code < 0 ? -1 : truths[code] ? 1 : 0));
      return { kind: 'boolean', name, values };
    }
    return { kind: 'categorical', name, categories, codes };
  }

  #readAsTexts(categories: Map<string, number>): void {
    if (readLikeTexts([...categories.keys()], this.#present)) this.#becomeText(categories, this.#rows);
  }

  #pushDate(row: number, moment: number): void {
    if (this.#present === 0) this.#areDates = true;
    else if (!this.#areDates) this.#becomeCategorical(row);
    this.#present++;
    this.#store(row, moment, dateLabel(moment));
  }

  #store(row: number, value: number, label: string | null): void {
    if (this.#text !== null) return this.#text.push(label ?? '');
    if (this.#categories === null) {
      if (row >= this.#numbers.length) this.#numbers = grown(this.#numbers, Float64Array);
      this.#numbers[row] = value;
      return;
    }
    if (row >= this.#codes.length) this.#codes = grown(this.#codes, Int32Array);
    if (label !== null && this.#isFull(this.#categories, label)) {
      this.#becomeText(this.#categories, row).push(label);
      return;
    }
    this.#codes[row] = label === null ? -1 : this.#encode(this.#categories, label);
  }

  #isFull(categories: Map<string, number>, label: string): boolean {
    const isMany = categories.size >= MAX_CATEGORIES || this.#letters + label.length > MAX_CATEGORY_LETTERS;
    return isMany && !categories.has(label);
  }

  #encode(categories: Map<string, number>, label: string): number {
    const known = categories.get(label);
    if (known !== undefined) return known;
    this.#letters += label.length;
    categories.set(label, categories.size);
    return categories.size - 1;
  }

  #becomeCategorical(rows: number): void {
    if (this.#categories !== null) return;
    const categories = new Map<string, number>();
    this.#categories = categories;
    this.#codes = new Int32Array(Math.max(64, this.#numbers.length));
    const nameOf = this.#areDates ? dateLabel : String;
    this.#areDates = false;
    const numbers = this.#numbers;
    this.#numbers = new Float64Array(0);
    for (let row = 0; row < rows; row++) {
      const value = numbers[row]!;
      this.#store(row, value, Number.isFinite(value) ? nameOf(value) : null);
    }
  }

  /** The rows so far as texts. */
  #becomeText(categories: Map<string, number>, rows: number): TextBuilder {
    const text = new TextBuilder(this.name);
    const labels = [...categories.keys()];
    for (let row = 0; row < rows; row++) text.push(labels[this.#codes[row]!] ?? '');
    this.#text = text;
    this.#categories = null;
    this.#codes = new Int32Array(0);
    return text;
  }
}

function grown<T extends Float64Array | Int32Array>(values: T, type: new (length: number) => T): T {
  const larger = new type(Math.max(64, values.length * 2));
  larger.set(values);
  return larger;
}
