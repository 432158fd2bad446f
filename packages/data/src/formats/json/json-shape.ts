import { endOfString, parseJson, UNREADABLE } from './parse-json.ts';
import { MOST_LINE } from './text-lines.ts';

/** How the JSON of a file is laid out: one value a line, values over several lines, one array, or one object. */
export type JsonShape = 'lines' | 'values' | 'array' | 'object' | 'none';

/** Characters of its beginning that always tell. */
export const TELLING = MOST_LINE + 2;

const START = /^[\s\uFEFF]*/;
/** The beginning of an object with a key, or of an array of such objects, or of arrays; as far as it's there. */
const TABLE_START = /^(?:\[\s*)?\{\s*(?:$|\}|"(?:[^"\\]|\\.){0,1000}(?:$|"\s*(?:$|:)))|^\[\s*(?:$|\[)/;

/**
 * @param head the text's beginning.
 * @param isAll whether it is the whole text.
 * @returns how the text is laid out; null where more of it is needed.
 */
export function jsonShape(head: string, isAll: boolean): JsonShape | null {
  const text = head.slice(START.exec(head)![0].length, TELLING);
  const isEnough = isAll || head.length >= TELLING;
  if (text === '') return isEnough ? 'none' : null;
  const one = text.startsWith('{') ? 'object' : text.startsWith('[') ? 'array' : null;
  if (one === null) return 'none';
  const line = /^[^\r\n]*/.exec(text)![0];
  const value = line.length < text.length || isAll ? parseJson(line) : UNREADABLE;
  const isLine = value !== UNREADABLE;
  const end = isLine ? line.length : endOfBrackets(text);
  if (end >= 0 && text.slice(end).trim() !== '') return isLine ? 'lines' : 'values';
  if (!isEnough) return null;
  return end >= 0 && isOneRow(isLine ? value : parseJson(text)) ? (isLine ? 'lines' : 'values') : one;
}

/** Whether a value is an object of scalars. */
function isOneRow(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const cells: unknown[] = Object.values(value);
  return cells.length > 0 && cells.every((cell) => typeof cell !== 'object' || cell === null);
}

/**
 * @param head the text's first 64 kB, or all of it.
 * @returns whether it is JSON that may hold a table; never for delimited text.
 */
export function looksLikeJson(head: string): boolean {
  const text = head.slice(START.exec(head)![0].length);
  if (!text.startsWith('{') && !text.startsWith('[')) return false;
  const end = endOfBrackets(text);
  if (end < 0) return TABLE_START.test(text);
  const behind = text.slice(end);
  if (!/^\s*(?:$|[[{])/.test(behind)) return false;
  if (TABLE_START.test(text)) return true;
  // Arrays of scalars are rows where each has a line of its own.
  return /^[ \t]*[\r\n]+\s*\[/.test(behind) && parseJson(text.slice(0, end)) !== UNREADABLE;
}

/** @returns the place behind the brackets that the text begins with; -1 if they don't close. */
function endOfBrackets(text: string): number {
  let nested = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = endOfString(text, at) - 1;
    else if (code === 123 || code === 91) nested++;
    else if ((code === 125 || code === 93) && --nested === 0) return at + 1;
  }
  return -1;
}
