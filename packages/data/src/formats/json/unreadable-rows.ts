import { StepwellError } from '@stepwell/base/errors';
import { AsideLines } from '../../delimited/set-aside.ts';
import type { SetAside } from '../../values/reading.ts';

/** Rows that can't be read: so many are set aside by themselves, or this share of all. */
const FEW = 5;
const SHARE = 0.01;

/** Counts the rows that can't be read, and remembers why the first of them couldn't. */
export class UnreadableRows {
  readonly #aside = new AsideLines();
  #first: { line: number; why: string } | null = null;

  /** @param line from 1; 0 where lines mean nothing. */
  add(line: number, text: string, why: string): void {
    this.#first ??= { line, why };
    this.#aside.add('unreadable', line, text, 1);
  }

  /**
   * @param rows that could be read.
   * @returns what was set aside.
   * @throws {StepwellError} `not_a_table` where it's too much.
   */
  finish(rows: number): SetAside[] {
    const count = this.#aside.count('unreadable');
    if (count <= Math.max(FEW, (rows + count) * SHARE) && (rows > 0 || count === 0)) return this.#aside.all();
    const { line, why } = this.#first!;
    throw new StepwellError(
      'not_a_table',
      `${count} of ${rows + count} rows can't be read. The first${line > 0 ? ` is line ${line}` : ''}: ${why}. Write the file again with the program that made it, or correct these rows.`,
      { details: { line: line > 0 ? line : null, unreadable: count, rows } },
    );
  }
}
