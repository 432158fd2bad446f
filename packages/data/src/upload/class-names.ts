import type { CategoricalColumn } from '../table/index.ts';

/** Collects the column `label` of class names. They are names whatever they look like: 00001, None, true. */
export class ClassNames {
  readonly #ids = new Map<string, number>();
  #codes = new Int32Array(256);
  #rows = 0;
  #letters = 0;

  push(name: string): void {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(name, id);
      this.#letters += name.length;
    }
    if (this.#rows === this.#codes.length) {
      const larger = new Int32Array(this.#rows * 2);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.#codes[this.#rows++] = id;
  }

  /** Bytes that the column takes once encoded. */
  get bytes(): number {
    return this.#rows * 4 + this.#letters * 2;
  }

  finish(): CategoricalColumn {
    const codes = this.#codes.slice(0, this.#rows);
    return { kind: 'categorical', name: 'label', categories: [...this.#ids.keys()], codes };
  }
}
