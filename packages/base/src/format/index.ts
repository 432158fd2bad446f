export { csvCell } from './csv-cell.ts';
export { endedEarly } from './ended-early.ts';
export { timeLeftWords, timeWords } from './time-words.ts';
/** Text for an unbounded value. */
export const UNKNOWN = 'unknown';

/** Stands for an unbounded value where only finite numbers can be stored. */
export function isUnknown(value: number): boolean {
  return !(Math.abs(value) < Number.MAX_VALUE);
}

/** Formats a share as a percentage with one decimal. */
export function formatShare(share: number): string {
  return isUnknown(share) ? UNKNOWN : `${(share * 100).toFixed(1)} %`;
}

/** Three significant digits: "2.00", "653", "29 600"; powers of ten beyond a thousand million million and below a thousandth. */
export function formatNumber(value: number): string {
  if (isUnknown(value)) return UNKNOWN;
  const magnitude = Math.abs(value);
  if (value === 0) return '0';
  if (magnitude >= 1e15 || magnitude < 1e-3) return value.toExponential(2);
  if (magnitude < 999.5) return value.toPrecision(3);
  return String(Number(value.toPrecision(3))).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** Formats a value of the data: whole numbers as they are, others with four digits. */
export function formatValue(value: number): string {
  if (isUnknown(value)) return UNKNOWN;
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  return String(Number(value.toPrecision(4)));
}

/** Formats a count with its noun: "1 row", "2 rows". @param plural where it isn't the noun with an s. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** @returns the sha256 of a text in UTF-8, 64 hexadecimal digits. */
export async function sha256Of(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/** Formats bytes as lowercase hexadecimal. */
export function toHex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
