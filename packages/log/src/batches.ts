/** Bounds of one request, with room to spare. */
const POINTS = 5_000;
const VALUES = 20_000;
const CHARACTERS = 300_000;

/** Points that are on their way, in order, cut into the bodies of requests. */
export class Batches {
  #open: string[] = [];
  #values = 0;
  #characters = 0;
  #seq = 0;
  readonly #closed: string[] = [];
  readonly #most: number;
  #kept = 0;

  /** @param most characters that are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Adds a point, as JSON. @returns whether there was room. */
  add(point: string, values: number): boolean {
    if (this.#kept + point.length > this.#most) return false;
    const full = this.#open.length >= POINTS || this.#values + values > VALUES;
    if (this.#open.length > 0 && (full || this.#characters + point.length > CHARACTERS)) this.#close();
    this.#open.push(point);
    this.#values += values;
    this.#characters += point.length;
    this.#kept += point.length;
    return true;
  }

  /** @returns the body to send next, which stays the same until it is taken; null if there is none. */
  next(): string | null {
    if (this.#closed.length === 0 && this.#open.length > 0) this.#close();
    return this.#closed[0] ?? null;
  }

  /** Lets go of the body that was sent. */
  taken(): void {
    this.#kept -= this.#closed.shift()?.length ?? 0;
    if (this.#closed.length === 0 && this.#open.length === 0) this.#kept = 0;
  }

  #close(): void {
    this.#seq++;
    this.#closed.push(`{"seq":${this.#seq},"points":[${this.#open.join(',')}]}`);
    [this.#open, this.#values, this.#characters] = [[], 0, 0];
  }
}
