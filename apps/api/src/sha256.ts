import { toHex } from '@stepwell/base/format';

/** @returns the sha256 of a text in UTF-8, 64 hexadecimal digits. */
export async function sha256Of(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
