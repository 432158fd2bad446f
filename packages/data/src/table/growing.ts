/** Units of a piece at most: 1 MiB. */
const LARGEST_PIECE = 512 * 1_024;

/** A growing uint16 array, kept in pieces so growing copies nothing. */
export class GrowingUnits {
  readonly #pieces: Uint16Array[] = [];
  #last = new Uint16Array(0);
  #used = 0;
  #full = 0;

  /** Units appended so far. */
  get length(): number {
    return this.#full + this.#used;
  }

  push(unit: number): void {
    if (this.#used === this.#last.length) this.#grow();
    this.#last[this.#used++] = unit;
  }

  /** @returns all numbers as one array, and releases the pieces. */
  finish(): Uint16Array {
    const all = new Uint16Array(this.length);
    let at = 0;
    while (this.#pieces.length > 0) {
      const piece = this.#pieces.shift()!;
      const count = Math.min(piece.length, all.length - at);
      all.set(piece.subarray(0, count), at);
      at += count;
    }
    this.#last = new Uint16Array(0);
    return all;
  }

  #grow(): void {
    this.#full += this.#last.length;
    this.#used = 0;
    this.#last = new Uint16Array(Math.min(LARGEST_PIECE, Math.max(1_024, this.#full)));
    this.#pieces.push(this.#last);
  }
}
