/** Jumps between rows and lines that are kept. */
const MOST_JUMPS = 10_000;

/** Remembers on which line each row stands, as the jumps where rows don't follow each other. */
export class RowLines {
  readonly #jumps: [row: number, line: number][] = [];
  #next = 0;

  /** Notes the line of a row; rows come in order. Line 0 is none. */
  add(row: number, line: number): void {
    if (line === 0) return;
    if (line !== this.#next && this.#jumps.length < MOST_JUMPS) this.#jumps.push([row, line]);
    this.#next = line + 1;
  }

  /** @returns the line of a row; 0 where none was noted. */
  lineOf(row: number): number {
    let found: [number, number] | null = null;
    for (const jump of this.#jumps) {
      if (jump[0] > row) break;
      found = jump;
    }
    return found === null ? 0 : found[1] + row - found[0];
  }
}
