import { StepwellError } from '@stepwell/base/errors';
import { MOST_NESTED, tooDeep } from './flatten-row.ts';
import { parseJson } from './parse-json.ts';
import { MOST_LINE } from './text-lines.ts';

/** What is found in the brackets that are entered. */
export interface JsonParts {
  /** A bracket opens, and is entered. @param key of an object's member; null elsewhere. */
  open(bracket: '{' | '[', key: string | null): void;
  /** A value that isn't entered, as it is written. */
  value(text: string, key: string | null): void;
  /** The last bracket that opened closes. */
  close(): void;
}

/** What comes next: a value, a value or the end of its brackets, a key, a key or the end, a colon, a comma or the end. */
type Next = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end';

const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/**
 * Splits JSON that arrives in pieces, and is too large to be held, into its parts: it enters brackets to some depth, and holds one
 * value within them at a time. What stands in a value isn't looked at, only where it ends.
 */
export class SplitJson {
  readonly #parts: JsonParts;
  readonly #depth: number;
  readonly #brackets: ('{' | '[')[] = [];
  #next: Next = 'value';
  #key: string | null = null;
  /** The text of a value or a key, as far as it has arrived; null between them. */
  #held: string | null = null;
  #kind: 'string' | 'scalar' | 'brackets' = 'scalar';
  #nested = 0;
  #inString = false;
  #isEscaped = false;
  #before = 0;

  /** @param depth how many brackets are entered: 0 for values that follow each other. */
  constructor(parts: JsonParts, depth: number) {
    this.#parts = parts;
    this.#depth = depth;
  }

  /** @throws {StepwellError} `not_a_table`, `cell_too_long`; what the parts throw. */
  feed(piece: string): void {
    for (let at = 0; at < piece.length;)
      at = this.#held === null ? this.#between(piece, at) : this.#within(piece, at, at);
    this.#before += piece.length;
  }

  /** @throws {StepwellError} `not_a_table` where brackets or quotes are still open. */
  end(): void {
    if (this.#held !== null && this.#kind === 'scalar') this.#finish('');
    if (this.#held === null && this.#brackets.length === 0) return;
    throw new StepwellError(
      'not_a_table',
      `The JSON ends after ${this.#before} characters, before ${this.#inString ? 'a double quote' : 'a bracket'} is closed. The file may have been cut off; write it again.`,
    );
  }

  #between(piece: string, at: number): number {
    const code = piece.charCodeAt(at);
    if (code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff) return at + 1;
    const next = this.#next;
    if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) return this.#close(piece, at);
    if (next === 'colon' && code === COLON) this.#next = 'value';
    else if (next === 'comma or end' && code === COMMA && this.#brackets.length > 0) {
      this.#next = this.#brackets.at(-1) === '{' ? 'key' : 'value';
    } else if (next === 'value' || next === 'value or end') return this.#beginValue(piece, at);
    else if ((next === 'key' || next === 'key or end') && code === QUOTE) return this.#begin('string', piece, at);
    else throw this.#unexpected(piece, at);
    return at + 1;
  }

  #close(piece: string, at: number): number {
    const closes = piece.charCodeAt(at) === CLOSE_OBJECT ? '{' : '[';
    const canEnd = this.#next !== 'value' && this.#next !== 'key' && this.#next !== 'colon';
    if (!canEnd || this.#brackets.at(-1) !== closes) throw this.#unexpected(piece, at);
    this.#brackets.pop();
    this.#next = this.#brackets.length === 0 ? 'value' : 'comma or end';
    this.#parts.close();
    return at + 1;
  }

  #beginValue(piece: string, at: number): number {
    const code = piece.charCodeAt(at);
    if (code === COMMA || code === COLON) throw this.#unexpected(piece, at);
    const isBracket = code === OPEN_OBJECT || code === OPEN_ARRAY;
    if (!isBracket) return this.#begin(code === QUOTE ? 'string' : 'scalar', piece, at);
    if (this.#brackets.length >= this.#depth) return this.#begin('brackets', piece, at);
    const bracket = code === OPEN_OBJECT ? '{' : '[';
    this.#brackets.push(bracket);
    this.#next = bracket === '{' ? 'key or end' : 'value or end';
    const key = this.#key;
    this.#key = null;
    this.#parts.open(bracket, key);
    return at + 1;
  }

  #begin(kind: 'string' | 'scalar' | 'brackets', piece: string, at: number): number {
    this.#held = '';
    this.#kind = kind;
    this.#nested = kind === 'brackets' ? 1 : 0;
    this.#inString = kind === 'string';
    this.#isEscaped = false;
    return this.#within(piece, at, at + 1);
  }

  /** Goes on in a value whose part of this piece begins at `from`. @returns where to go on. */
  #within(piece: string, from: number, start: number): number {
    for (let at = start; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === BACKSLASH) this.#isEscaped = true;
        else if (code === QUOTE) {
          this.#inString = false;
          if (this.#kind === 'string') return this.#finish(piece.slice(from, at + 1), at + 1);
        }
      } else if (this.#kind === 'scalar') {
        if (code <= 32 || code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT)
          return this.#finish(piece.slice(from, at), at);
      } else if (code === QUOTE) this.#inString = true;
      else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
        if (++this.#nested + this.#brackets.length > MOST_NESTED) throw tooDeep();
      } else if ((code === CLOSE_OBJECT || code === CLOSE_ARRAY) && --this.#nested === 0) {
        return this.#finish(piece.slice(from, at + 1), at + 1);
      }
    }
    this.#hold(piece.slice(from));
    return piece.length;
  }

  #hold(text: string): void {
    this.#held = (this.#held ?? '') + text;
    if (this.#held.length <= MOST_LINE) return;
    throw new StepwellError(
      'cell_too_long',
      `A value of the JSON has more than ${MOST_LINE / 1e6} million characters, or a double quote is never closed. Upload an array of objects, one for each row.`,
    );
  }

  #finish(text: string, at = 0): number {
    this.#hold(text);
    const held = this.#held!;
    this.#held = null;
    const isKey = this.#next === 'key' || this.#next === 'key or end';
    if (isKey) {
      this.#key = keyOf(held);
      this.#next = 'colon';
      return at;
    }
    this.#next = this.#brackets.length === 0 ? 'value' : 'comma or end';
    const key = this.#key;
    this.#key = null;
    this.#parts.value(held, key);
    return at;
  }

  #unexpected(piece: string, at: number): StepwellError {
    return new StepwellError(
      'not_a_table',
      `The JSON has "${piece[at]}" at character ${this.#before + at + 1}, where ${expected(this.#next)} was expected. Write the file again with a program's JSON export.`,
      { details: { character: this.#before + at + 1 } },
    );
  }
}

function expected(next: Next): string {
  return next === 'comma or end'
    ? 'a comma or a closing bracket'
    : next === 'colon'
      ? 'a colon'
      : next.startsWith('key')
        ? 'a key in double quotes'
        : 'a value';
}

function keyOf(text: string): string {
  const key = parseJson(text);
  return typeof key === 'string' ? key : text.slice(1, -1);
}
