import { countedDate } from '../values/date-format.ts';
import { isAlwaysMissing } from '../values/missing-marks.ts';
import { MOST_DISTINCT, type CountedCells, type PlainNumbers } from '../values/counted-cells.ts';
import { AS_SHORTEST } from './plain-number.ts';

/** Room for so many rows at first. */
const FIRST_ROWS = 64;
/** In place of a code: the cell is a plain number. */
const PLAIN = -1;

interface Numbers {
  values: Float64Array<ArrayBuffer>;
  /** The same bytes. */
  bits: Uint32Array<ArrayBuffer>;
  /** How many decimals each number was written with. */
  decimals: Uint8Array<ArrayBuffer>;
}

/** The upper half of a NaN's bits; its lower half is then the code of a text. */
const NAN_BITS = 0x7ff80000;
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const [LOW, HIGH] = LITTLE_ENDIAN ? [0, 1] : [1, 0];

/**
 * The cells of one column as they came: plain numbers as numbers, all others as codes of distinct texts. Where there are plain
 * numbers, the codes stand among them in the bits of a NaN, so that a cell takes 9 bytes; otherwise it takes 4.
 */
export class ColumnCells {
  readonly name: string;
  rows = 0;
  /** Characters of all distinct texts, and how many of these are no marks for missing cells. */
  letters = 0;
  names = 0;
  /** Distinct texts, in the order of their first row. */
  readonly texts: string[] = [];
  readonly counts: number[] = [];
  readonly #ids = new Map<string, number>();
  #numbers: Numbers | null = null;
  #codes: Int32Array<ArrayBuffer> | null = null;
  #counted: CountedCells | null = null;
  #capacity = FIRST_ROWS;

  constructor(name: string) {
    this.name = name;
  }

  /** Bytes of the cells once encoded, without the distinct texts. */
  get bytes(): number {
    return this.rows * (this.#numbers === null ? 4 : 8);
  }

  /** Appends a plain number. */
  pushNumber(value: number, decimals: number): void {
    if (this.rows === this.#capacity) this.#grow();
    const numbers = this.#numbers ?? this.#beginNumbers();
    numbers.values[this.rows] = value;
    numbers.decimals[this.rows] = decimals;
    this.rows++;
  }

  /** Appends a text. */
  pushText(text: string): void {
    if (this.rows === this.#capacity) this.#grow();
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.texts.length;
      const kept = detached(text);
      this.#ids.set(kept, id);
      this.texts.push(kept);
      this.counts.push(0);
      this.letters += text.length;
      if (!isAlwaysMissing(text)) this.names++;
    }
    this.counts[id]!++;
    const numbers = this.#numbers;
    if (numbers === null) {
      this.#codes ??= new Int32Array(this.#capacity);
      this.#codes[this.rows++] = id;
      return;
    }
    numbers.bits[2 * this.rows + LOW] = id;
    numbers.bits[2 * this.rows++ + HIGH] = NAN_BITS;
  }

  /** @returns the code of a row's text; -1 for a plain number. */
  codeAt(row: number): number {
    const numbers = this.#numbers;
    if (numbers === null) return this.#codes![row]!;
    return Number.isNaN(numbers.values[row]!) ? numbers.bits[2 * row + LOW]! : PLAIN;
  }

  valueAt(row: number): number {
    return this.#numbers!.values[row]!;
  }

  decimalsAt(row: number): number {
    return this.#numbers!.decimals[row]!;
  }

  /** @returns the plain numbers themselves where the column holds nothing else; null otherwise. */
  onlyNumbers(): Float64Array<ArrayBuffer> | null {
    return this.texts.length === 0 && this.#numbers !== null ? this.#numbers.values.slice(0, this.rows) : null;
  }

  /** @returns the cells counted, for a decision. */
  counted(): CountedCells {
    const { name, rows, texts, counts } = this;
    // Asked for twice: for the file's decimal mark, and for the column itself.
    if (this.#counted?.rows !== rows) this.#counted = { name, rows, cells: texts, counts, plain: this.#plain() };
    return this.#counted;
  }

  #plain(): PlainNumbers {
    const spellings = new Map<number, Set<number>>();
    const found = { count: 0, low: Infinity, high: -Infinity, whole: true, likeThousands: true, many: false };
    let compactDates = true;
    for (let row = 0; row < this.rows; row++) {
      if (this.codeAt(row) !== PLAIN) continue;
      const [value, decimals] = [this.valueAt(row), this.decimalsAt(row)];
      found.count++;
      if (value < found.low) found.low = value;
      if (value > found.high) found.high = value;
      if (found.whole && decimals !== 0 && !(decimals === AS_SHORTEST && Number.isInteger(value))) found.whole = false;
      if (found.likeThousands && !(decimals === 3 && Math.abs(value) >= 1 && Math.abs(value) < 1_000)) {
        found.likeThousands = false;
      }
      if (compactDates && Number.isNaN(compactDate(value))) compactDates = false;
      if (found.many) continue;
      const written = spellings.get(value);
      if (written !== undefined) written.add(decimals);
      else if (spellings.size === MOST_DISTINCT) found.many = true;
      else spellings.set(value, new Set([decimals]));
    }
    return { ...found, spellings, compactDates: compactDates && found.count > 0 };
  }

  /** From now on cells are numbers; the codes so far move among them. */
  #beginNumbers(): Numbers {
    const values = new Float64Array(this.#capacity);
    const bits = new Uint32Array(values.buffer);
    const codes = this.#codes;
    if (codes !== null) {
      for (let row = 0; row < this.rows; row++) {
        bits[2 * row + LOW] = codes[row]!;
        bits[2 * row + HIGH] = NAN_BITS;
      }
      this.#codes = null;
    }
    return (this.#numbers = { values, bits, decimals: new Uint8Array(this.#capacity) });
  }

  #grow(): void {
    this.#capacity *= 2;
    if (this.#numbers !== null) {
      const bits = new Uint32Array(this.#capacity * 2);
      // Copied as bits, so that those of a NaN stay.
      bits.set(this.#numbers.bits);
      const decimals = new Uint8Array(this.#capacity);
      decimals.set(this.#numbers.decimals);
      this.#numbers = { values: new Float64Array(bits.buffer), bits, decimals };
    }
    if (this.#codes !== null) {
      const codes = new Int32Array(this.#capacity);
      codes.set(this.#codes);
      this.#codes = codes;
    }
  }
}

/** From this length on, V8 keeps a part of a string as a view that holds on to all of it. */
const SLICED_FROM = 13;

/** @returns the same text, without the larger one that it was cut from. */
function detached(text: string): string {
  return text.length < SLICED_FROM ? text : Array.from(text).join('');
}

/** Dates before 1900 and after 2100 are less likely than numbers. */
function compactDate(value: number): number {
  return value < 1900_01_01 || value > 2100_12_31 ? Number.NaN : countedDate(value, 'yyyymmdd');
}
