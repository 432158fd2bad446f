/** A piece at the start. */
const FIRST_BYTES = 262_144;
/** A piece at most. */
const LARGEST_BYTES = 8_388_608;

/**
 * Pixels that are appended, kept in pieces of whole images. What is promised counts for nothing: a piece is as large as
 * all that has come before it, so that a short file takes little room, and none is copied on the way.
 */
export class PixelPieces {
  readonly #imageBytes: number;
  #pieces: Uint8Array[] = [];
  /** Bytes used of the last piece. */
  #used = 0;
  #bytes = 0;

  /** @param imageBytes of one image: height × width × channels. */
  constructor(imageBytes: number) {
    this.#imageBytes = imageBytes;
  }

  /** Bytes appended. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends bytes of an image, or of several. */
  write(pixels: Uint8Array): void {
    for (let at = 0; at < pixels.byteLength;) {
      let last = this.#pieces.at(-1);
      if (last === undefined || this.#used === last.byteLength) {
        last = this.#begin();
      }
      const part = pixels.subarray(at, at + last.byteLength - this.#used);
      last.set(part, this.#used);
      this.#used += part.byteLength;
      this.#bytes += part.byteLength;
      at += part.byteLength;
    }
  }

  /** @returns the stores of an image column: whole images, one store behind the other. */
  finish(): Uint8Array[] {
    const last = this.#pieces.pop();
    if (last !== undefined) this.#pieces.push(this.#used === last.byteLength ? last : last.slice(0, this.#used));
    return this.#pieces;
  }

  /** Makes each number three: grey becomes red, green and blue. */
  widened(): PixelPieces {
    const wide = new PixelPieces(this.#imageBytes * 3);
    const stores = this.finish();
    this.#pieces = [];
    for (let store = stores.shift(); store !== undefined; store = stores.shift()) {
      const triple = new Uint8Array(store.byteLength * 3);
      for (let i = 0; i < store.byteLength; i++) triple.fill(store[i]!, i * 3, i * 3 + 3);
      wide.#pieces.push(triple);
      wide.#used = triple.byteLength;
      wide.#bytes += triple.byteLength;
    }
    return wide;
  }

  #begin(): Uint8Array {
    const wanted = Math.min(LARGEST_BYTES, Math.max(FIRST_BYTES, this.#bytes));
    const images = Math.max(1, Math.floor(wanted / this.#imageBytes));
    const piece = new Uint8Array(images * this.#imageBytes);
    this.#pieces.push(piece);
    this.#used = 0;
    return piece;
  }
}
