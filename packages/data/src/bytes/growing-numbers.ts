/** Room at the start: 8 kB. */
const FIRST = 1_024;

/** A float64 column that grows with its data. The announced length isn't trusted: capacity is at most four times the data. */
export class GrowingNumbers {
  readonly #length: number;
  #values: Float64Array;

  constructor(length: number) {
    this.#length = length;
    this.#values = new Float64Array(Math.min(length, FIRST));
  }

  /** Sets row `row`; rows must be in order. */
  set(row: number, value: number): void {
    if (row >= this.#values.length) {
      const larger = new Float64Array(Math.min(this.#length, this.#values.length * 4));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[row] = value;
  }

  /** @returns the column, after all rows. */
  finish(): Float64Array {
    return this.#values;
  }
}
