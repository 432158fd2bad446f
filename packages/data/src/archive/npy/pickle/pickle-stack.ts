import { pickleRefused } from './refused.ts';
import type { PickledValue } from './values.ts';

/** Python puts a thousand items on the stack at once. */
const MOST_STACKED = 4_096;
/** An array's state, its list, and a list in it; anything deeper is something else. */
const MOST_MARKS = 8;
/** Entries of the memo beside the lists. */
const MOST_OTHERS = 1_000;

/** The stack and the memo of a pickle, both bounded. */
export class PickleStack {
  readonly mostLists: number;
  readonly #name: string;
  readonly #values: PickledValue[] = [];
  readonly #memo: PickledValue[] = [];
  #marks = 0;
  #lists = 0;

  /** @param mostLists maximum number of lists. */
  constructor(name: string, mostLists: number) {
    this.#name = name;
    this.mostLists = mostLists;
  }

  push(value: PickledValue): void {
    if (this.#values.length >= MOST_STACKED) throw this.#refused('this one is built differently');
    this.#values.push(value);
  }

  pushList(): void {
    if (++this.#lists > this.mostLists + 1) throw this.#refused('this one has more lists than the array has rows');
    this.push({ kind: 'list', holds: 'nothing', row: -1, rows: null });
  }

  pushMark(): void {
    if (++this.#marks > MOST_MARKS) throw this.#refused('this one is nested more deeply');
    this.push({ kind: 'mark' });
  }

  pop(): PickledValue {
    const value = this.#values.pop();
    if (value === undefined || isMark(value)) throw this.#refused('this one is incomplete');
    return value;
  }

  /** @returns the topmost `count` values, in the order in which they were pushed. */
  popMany(count: number): PickledValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  /** @returns the values above the last mark; the mark goes too. */
  popToMark(): PickledValue[] {
    const at = this.#values.findLastIndex(isMark);
    if (at < 0) throw this.#refused('this one is incomplete');
    this.#marks--;
    return this.#values.splice(at).slice(1);
  }

  top(): PickledValue | undefined {
    return this.#values.at(-1);
  }

  memoize(): void {
    this.put(this.#memo.length);
  }

  /** Python 2 counts from 1, later ones from 0; none leaves out an entry. */
  put(index: number): void {
    const isNext = index <= this.#memo.length + 1 && index < this.mostLists + MOST_OTHERS;
    const value = this.top();
    if (!isNext || value === undefined || isMark(value)) throw this.#refused('this one uses its memo differently');
    this.#memo[index] = value;
  }

  get(index: number): void {
    const value = this.#memo[index];
    if (value === undefined) throw this.#refused('this one uses its memo differently');
    this.push(value);
  }

  #refused(why: string) {
    return pickleRefused(this.#name, why);
  }
}

function isMark(value: PickledValue): boolean {
  return typeof value === 'object' && value !== null && value.kind === 'mark';
}
