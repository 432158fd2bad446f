import { decideNumber } from '../values/decide-number.ts';
import { ColumnCells } from './column-cells.ts';
import { decideEarly, type EarlyColumn } from './early-column.ts';
import { finishColumn, MAX_CATEGORIES, MAX_CATEGORY_LETTERS } from './finish-column.ts';
import { plainNumber, writtenAgain } from './plain-number.ts';
import { NO_WORDS, type FileWords, type ReadColumn } from './read-column.ts';

export { NO_WORDS, type FileWords, type ReadColumn } from './read-column.ts';

/**
 * Collects one column's cells in a single pass, and decides at the end what they are. A column with so many distinct texts that
 * they can't be kept is decided when they become too many.
 */
export class ColumnBuilder {
  readonly name: string;
  readonly #as: 'anything' | 'names';
  #cells: ColumnCells;
  #early: EarlyColumn | null = null;

  /** @param as `names` if every cell is a name, whatever it looks like: the class folder 00001. */
  constructor(name: string, as: 'anything' | 'names' = 'anything') {
    this.name = name;
    this.#as = as;
    this.#cells = new ColumnCells(name);
  }

  /** Appends a cell as it stands in the file. */
  push(cell: string): void {
    const text = cell.trim();
    if (this.#early !== null) return this.#early.push(text);
    const plain = plainNumber(text);
    if (plain !== null) return this.#cells.pushNumber(plain.value, plain.decimals);
    this.#cells.pushText(text);
    if (this.#cells.names > MAX_CATEGORIES || this.#cells.letters > MAX_CATEGORY_LETTERS) {
      this.#early = decideEarly(this.#cells);
      this.#cells = new ColumnCells(this.name);
    }
  }

  /** Appends a plain number that was written with so many decimals. */
  pushNumber(value: number, decimals: number): void {
    if (this.#early === null) this.#cells.pushNumber(value, decimals);
    else this.#early.push(writtenAgain(value, decimals));
  }

  /** Bytes that the column takes once encoded. */
  get bytes(): number {
    return this.#early?.bytes ?? this.#cells.bytes + this.#cells.letters * 2;
  }

  /** @returns the decimal mark that this column shows without doubt; null if none. */
  get decimalMark(): '.' | ',' | null {
    if (this.#early !== null) return this.#early.decided.number?.decimal ?? null;
    const counted = this.#cells.counted();
    const { plain } = counted;
    const isDecimal = plain.count > 0 && !plain.whole && !plain.likeThousands;
    const fit = decideNumber(counted, { decimal: null, delimiter: null });
    if (fit !== null && fit.settled > 0 && fit.fitting > fit.misfits && fit.format.decimal === ',') return ',';
    return isDecimal ? '.' : null;
  }

  /** @returns the finished column, and how it was read. */
  finish(words: FileWords = NO_WORDS): ReadColumn {
    if (this.#early !== null) return this.#early.finish(words);
    return finishColumn(this.#cells, words, this.#as);
  }
}
