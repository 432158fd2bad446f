/** Room at the start: 8 kB. */
const FIRST = 1_024;

/** A column of a known length, which is believed only as far as numbers have come: room is made for four times as many. */
export class GrowingNumbers {
  readonly #length: number;
  #values: Float64Array;

  constructor(length: number) {
    this.#length = length;
    this.#values = new Float64Array(Math.min(length, FIRST));
  }

  /** Puts a number into row `row`; rows come in order. */
  set(row: number, value: number): void {
    if (row >= this.#values.length) {
      const larger = new Float64Array(Math.min(this.#length, this.#values.length * 4));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[row] = value;
  }

  /** @returns the column; all rows have come. */
  finish(): Float64Array {
    return this.#values;
  }
}
