/** What engines have and TypeScript's library of this target hasn't. */
declare global {
  interface Uint8Array {
    toBase64(): string;
  }
  interface Uint8ArrayConstructor {
    fromBase64(text: string): Uint8Array<ArrayBuffer>;
  }
}

/** @returns bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64();
}

/** @returns the bytes of a base64 text. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(text);
}
