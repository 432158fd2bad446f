import type { SetAside } from '../values/reading.ts';

/** Lines that are quoted of each kind. */
const MOST_QUOTED = 5;
const QUOTED_LENGTH = 120;

/** Counts the lines that are no rows, by the reason. */
export class AsideLines {
  readonly #kinds = new Map<SetAside['why'], SetAside>();

  add(why: SetAside['why'], line: number, text: string, cells: number): void {
    const kind = this.#kinds.get(why) ?? { why, count: 0, examples: [] };
    this.#kinds.set(why, kind);
    kind.count++;
    if (kind.examples.length < MOST_QUOTED) kind.examples.push({ line, text: text.slice(0, QUOTED_LENGTH), cells });
  }

  count(why: SetAside['why']): number {
    return this.#kinds.get(why)?.count ?? 0;
  }

  /** @returns one entry for each reason. */
  all(): SetAside[] {
    return [...this.#kinds.values()];
  }
}
