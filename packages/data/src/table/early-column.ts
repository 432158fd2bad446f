import { decideColumn, type DecidedColumn } from '../values/decide-column.ts';
import { isMissingAmongNumbers, missingWords } from '../values/missing-marks.ts';
import { SIMPLE_COMMA } from '../values/number-format.ts';
import type { QuotedCell } from '../values/reading.ts';
import type { ColumnCells } from './column-cells.ts';
import { readerOf } from './column-of.ts';
import { plainNumber, writtenAgain } from './plain-number.ts';
import {
  MOST_EXAMPLES,
  MOST_MARKS,
  plainIn,
  QUOTED_LENGTH,
  readingOf,
  type FileWords,
  type ReadColumn,
} from './read-column.ts';
import { TextBuilder } from './text-builder.ts';

/** A column that was decided before its end, because its distinct texts became too many to keep. */
export interface EarlyColumn {
  readonly decided: DecidedColumn;
  readonly bytes: number;
  push(text: string): void;
  finish(words: FileWords): ReadColumn;
}

/** Decides a column by the cells so far: numbers or dates if they are, texts otherwise. */
export function decideEarly(cells: ColumnCells): EarlyColumn {
  const decided = decideColumn(cells.counted(), { decimal: null, delimiter: null });
  const isMeasured = decided.kind === 'numeric' || decided.kind === 'date';
  return isMeasured ? new EarlyNumbers(cells, decided) : new EarlyText(cells, decided);
}

class EarlyNumbers implements EarlyColumn {
  readonly decided: DecidedColumn;
  readonly #name: string;
  readonly #read: (text: string) => number;
  /** Whether most cells are digits around a decimal comma. */
  readonly #hasCommas: boolean;
  #values: Float64Array<ArrayBuffer>;
  #rows = 0;
  #misfits = 0;
  readonly #examples: QuotedCell[] = [];
  readonly #marks = new Map<string, number>();

  constructor(cells: ColumnCells, decided: DecidedColumn) {
    this.decided = decided;
    this.#name = cells.name;
    this.#read = readerOf(decided);
    this.#hasCommas = decided.kind === 'numeric' && decided.number?.decimal === ',' && decided.number.affix === null;
    this.#values = new Float64Array(cells.rows * 2);
    for (let row = 0; row < cells.rows; row++) {
      const code = cells.codeAt(row);
      this.push(code < 0 ? writtenAgain(cells.valueAt(row), cells.decimalsAt(row)) : cells.texts[code]!);
    }
  }

  get bytes(): number {
    return this.#rows * 8;
  }

  push(text: string): void {
    if (this.#hasCommas && SIMPLE_COMMA.test(text)) return this.#append(Number(text.replace(',', '.')));
    if (isMissingAmongNumbers(text)) {
      if (this.#marks.has(text) || this.#marks.size < MOST_MARKS) {
        this.#marks.set(text, (this.#marks.get(text) ?? 0) + 1);
      }
      return this.#append(Number.NaN);
    }
    const plain = plainNumber(text);
    const value = plain === null ? this.#read(text) : plainIn(this.decided, plain.value, plain.decimals);
    if (Number.isNaN(value)) {
      this.#misfits++;
      if (this.#examples.length < MOST_EXAMPLES) {
        this.#examples.push({ line: 0, row: this.#rows, cell: text.slice(0, QUOTED_LENGTH) });
      }
    }
    this.#append(value);
  }

  finish({ lineOf }: FileWords): ReadColumn {
    const { decided } = this;
    const values = this.#values.slice(0, this.#rows);
    const examples = this.#examples.map((example) => ({ ...example, line: lineOf(example.row) }));
    return {
      column: { kind: decided.kind === 'date' ? 'date' : 'numeric', name: this.#name, values },
      reading: readingOf(this.#name, decided, this.#misfits, examples, this.#marks),
    };
  }

  #append(value: number): void {
    if (this.#rows === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#rows++] = value;
  }
}

class EarlyText implements EarlyColumn {
  readonly decided: DecidedColumn;
  readonly #text: TextBuilder;
  readonly #missing: ReadonlySet<string>;

  constructor(cells: ColumnCells, decided: DecidedColumn) {
    this.decided = decided;
    this.#text = new TextBuilder(cells.name);
    this.#missing = missingWords(cells.texts);
    for (let row = 0; row < cells.rows; row++) {
      const code = cells.codeAt(row);
      this.push(code < 0 ? writtenAgain(cells.valueAt(row), cells.decimalsAt(row)) : cells.texts[code]!);
    }
  }

  get bytes(): number {
    return this.#text.bytes;
  }

  push(text: string): void {
    this.#text.push(this.#missing.has(text) ? '' : text);
  }

  finish(): ReadColumn {
    const reading = readingOf(this.#text.name, { ...this.decided, alternatives: [] }, 0, [], new Map());
    return { column: this.#text.finish(), reading: { ...reading, kind: 'text' } };
  }
}
