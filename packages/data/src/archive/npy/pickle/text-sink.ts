import { readIds, TextBuilder, unitsIn, type TextColumn } from '../../../table/index.ts';
import { requireFitting, type UploadLimits } from '../../../upload/limits.ts';
import type { PickledList } from './values.ts';

/** Words of a text at most. */
const MOST_WORDS = 1_000_000;
/** Ids whose words are kept as strings. */
const KEPT_WORDS = 100_000;

/** Converts lists of word ids to texts as soon as they end, without keeping the lists. */
export class TextSink {
  readonly #limits: UploadLimits;
  #builder = new TextBuilder('text');
  #rows = 0;
  #current: PickledList | null = null;
  #ids = new Int32Array(1_024);
  #count = 0;
  readonly #words: string[] = [];

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  /** Appends a number to a list, which must be the newest that has any. @returns whether it could be. */
  push(list: PickledList, id: number): boolean {
    if (this.#current !== list) {
      if (list.holds !== 'nothing' || list.row >= 0) return false;
      this.#end();
      list.holds = 'numbers';
      this.#current = list;
    }
    if (this.#count >= MOST_WORDS || id !== (id | 0)) return false;
    if (this.#count === this.#ids.length) {
      const larger = new Int32Array(this.#count * 2);
      larger.set(this.#ids);
      this.#ids = larger;
    }
    this.#ids[this.#count++] = id;
    return true;
  }

  /** Closes a list. @returns the row that it is. */
  rowOf(list: PickledList): number {
    if (list === this.#current) this.#end();
    if (list.row < 0) list.row = this.#add(this.#ids.subarray(0, 0));
    return list.row;
  }

  /**
   * @param rows which texts are wanted, in their order.
   * @returns the column `text`.
   */
  finish(rows: number[]): TextColumn {
    this.#end();
    const column = this.#builder.finish();
    this.#builder = new TextBuilder('text');
    if (rows.length === this.#rows && rows.every((row, i) => row === i)) return column;
    return reordered(column, rows, this.#limits);
  }

  #end(): void {
    const list = this.#current;
    if (list === null) return;
    list.row = this.#add(this.#ids.subarray(0, this.#count));
    this.#current = null;
    this.#count = 0;
  }

  #add(ids: Int32Array): number {
    this.#builder.pushIds(ids, (id) => this.#wordOf(id));
    requireFitting(this.#builder.bytes, this.#limits);
    return this.#rows++;
  }

  #wordOf(id: number): string {
    if (id < 0 || id >= KEPT_WORDS) return String(id);
    return (this.#words[id] ??= String(id));
  }
}

/** An array may hold the same list twice, or an empty one, which gets its row late. */
function reordered({ stores: [store], name }: TextColumn, rows: number[], limits: UploadLimits): TextColumn {
  const builder = new TextBuilder(name);
  if (store === undefined) return builder.finish();
  for (const row of rows) {
    const ids = new Int32Array(unitsIn(store, row));
    const count = readIds(store, row, ids);
    builder.pushIds(ids.subarray(0, count), (id) => store.dictionary[id]!);
    requireFitting(builder.bytes, limits);
  }
  return builder.finish();
}
