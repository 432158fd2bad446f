import { GrowingUnits } from './growing.ts';
import type { TextColumn } from './table.ts';
import { WIDE, wordsOf } from './text.ts';

/** What a word of the dictionary takes beside its letters, about. */
const WORD_BYTES = 48;
/** From this length on, V8 keeps a part of a string as a view that holds on to all of it. */
const SLICED_FROM = 13;

/** Collects a column of texts: each word becomes an id, in the order of first appearance. */
export class TextBuilder {
  readonly name: string;
  readonly #ids = new Map<string, number>();
  readonly #units = new GrowingUnits();
  #starts = new Uint32Array(64);
  #rows = 0;
  #dictionaryBytes = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Appends a row's text; '' for none. */
  push(text: string): void {
    for (const word of wordsOf(text)) this.#add(word);
    this.#endRow();
  }

  /** Appends a row whose words are already numbered elsewhere. */
  pushIds(ids: ArrayLike<number>, wordOf: (id: number) => string): void {
    for (let i = 0; i < ids.length; i++) this.#add(wordOf(ids[i]!));
    this.#endRow();
  }

  /** Bytes that the column takes once encoded, and its dictionary in memory. */
  get bytes(): number {
    return this.#units.length * 2 + this.#rows * 8 + this.#dictionaryBytes;
  }

  /** @returns the finished column. */
  finish(): TextColumn {
    const dictionary = [...this.#ids.keys()];
    this.#ids.clear();
    const starts = this.#starts.slice(0, this.#rows + 1);
    const store = { dictionary, starts, units: this.#units.finish() };
    return { kind: 'text', name: this.name, stores: [store], at: Int32Array.from(starts.subarray(1), (_, row) => row) };
  }

  #add(word: string): void {
    let id = this.#ids.get(word);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(word.length < SLICED_FROM ? word : Array.from(word).join(''), id);
      this.#dictionaryBytes += WORD_BYTES + word.length;
    }
    if (id < WIDE) {
      this.#units.push(id);
      return;
    }
    this.#units.push(WIDE + (id >>> 16));
    this.#units.push(id & 0xffff);
  }

  #endRow(): void {
    this.#rows++;
    if (this.#rows >= this.#starts.length) {
      const larger = new Uint32Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[this.#rows] = this.#units.length;
  }
}
