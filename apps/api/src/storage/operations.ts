/** Budget of storage operations of one call; the next call does the rest. */
export class Operations {
  #left: number;

  /** @param most size of the budget. */
  constructor(most: number) {
    this.#left = most;
  }

  /** Operations left, at least 0. */
  get left(): number {
    return Math.max(0, this.#left);
  }

  /** Counts operations. */
  count(done = 1): void {
    this.#left -= done;
  }
}
