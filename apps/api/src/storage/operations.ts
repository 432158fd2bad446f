/** How many operations on storage one call may still do; what they don't suffice for is left to the next call. */
export class Operations {
  #left: number;

  /** @param most how many to begin with. */
  constructor(most: number) {
    this.#left = most;
  }

  /** How many are left; never less than none. */
  get left(): number {
    return Math.max(0, this.#left);
  }

  /** Notes that some are done, or about to be. */
  count(done = 1): void {
    this.#left -= done;
  }
}
