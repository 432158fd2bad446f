/**
 * LRU cache of immutable values by immutable key, limited by their total size in bytes.
 */
export class ByteCache<T> {
  readonly #entries = new Map<string, { value: T; bytes: number }>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes limit of the total size, in bytes. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns the value, marked as most recently used, or undefined. */
  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Caches a value, unless it alone exceeds the limit. @param bytes its size. */
  set(key: string, value: T, bytes: number): void {
    this.delete(key);
    if (bytes > this.#maxBytes) return;
    this.makeRoom(bytes);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
  }

  /** Evicts the least recently used entries until `bytes` more fit; all entries if more than the limit is needed. */
  makeRoom(bytes: number): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes + bytes <= this.#maxBytes) return;
      this.delete(oldest);
    }
  }

  /** Evicts an entry. */
  delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
