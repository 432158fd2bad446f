/**
 * Immutable things that this isolate has already read, by their immutable key. The least recently used go first once
 * they weigh more than the limit. Losing one costs a read, never correctness.
 */
export class ByteCache<T> {
  readonly #entries = new Map<string, { value: T; bytes: number }>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes what all entries may weigh together. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns the entry, now the most recently used; undefined when it is not there. */
  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Keeps `value`, unless it alone is over the limit. */
  set(key: string, value: T, bytes: number): void {
    this.forget(key);
    if (bytes > this.#maxBytes) return;
    this.makeRoom(bytes);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
  }

  /** Lets go of entries until `bytes` more fit, before what weighs so much is read; of all of them for more than fits. */
  makeRoom(bytes: number): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes + bytes <= this.#maxBytes) return;
      this.forget(oldest);
    }
  }

  /** Lets go of an entry. */
  forget(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
