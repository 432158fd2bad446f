/**
 * Exponential smoothing with bias correction: a running mean in which each value counts `weight` times as much as the
 * next one. Gaps stay gaps.
 *
 * @see Kingma, Ba: Adam (2015), section 3: initialization bias correction
 */
export class Smoother {
  readonly #weight: number;
  #sum = 0;
  #weights = 0;

  /** @param weight from 0 (no smoothing) to below 1. */
  constructor(weight: number) {
    this.#weight = weight;
  }

  /** @returns the smoothed value at the next epoch; null if there is no value. */
  next(value: number | null): number | null {
    if (value === null) return null;
    this.#sum = this.#weight * this.#sum + value;
    this.#weights = this.#weight * this.#weights + 1;
    return this.#sum / this.#weights;
  }
}
