import type { Row } from '../api/calls.ts';
import type { Column } from './column.ts';
import { rowOf, startOf, type Typed } from './row-of.ts';

/**
 * What is in the form's fields. A field follows its own value and the answer follows the row: typing re-renders these two, and asks
 * for the answer before anything is rendered.
 */
export class RowDraft {
  readonly #columns: readonly Column[];
  readonly #listeners = new Set<() => void>();
  #typed: Typed;
  #row: Row;

  /** Starts with a typical row. */
  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    this.#typed = startOf(columns);
    this.#row = rowOf(columns, this.#typed);
  }

  /** @returns the row as the service takes it; the same object until something changes. */
  readonly row = (): Row => this.#row;

  /** @returns what is in the field of a column. */
  valueOf(column: string): string {
    return this.#typed.get(column) ?? '';
  }

  /** Calls back after each change. @returns how to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes one field. */
  readonly type = (column: string, value: string): void => this.setAll(new Map(this.#typed).set(column, value));

  /** Changes all fields. */
  setAll(typed: Typed): void {
    this.#typed = typed;
    this.#row = rowOf(this.#columns, typed);
    for (const listener of this.#listeners) listener();
  }
}
