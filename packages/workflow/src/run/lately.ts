/** Texts that are kept at most, and their characters together. */
const MOST_TEXTS = 16;
const MOST_CHARACTERS = 2_000_000;

/** What texts were read as lately. Reading one again costs a comparison. */
export class Lately<T> {
  readonly #known = new Map<string, T>();
  #characters = 0;

  /** @returns what `read` makes of the text; the same value for the same text as long as it is kept. */
  get(text: string, read: (text: string) => T): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const value = read(text);
    if (text.length > MOST_CHARACTERS) return value;
    this.#known.set(text, value);
    this.#characters += text.length;
    for (const [oldest] of this.#known) {
      if (this.#known.size <= MOST_TEXTS && this.#characters <= MOST_CHARACTERS) break;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
    return value;
  }
}
