import { StepwellError } from '@stepwell/base/errors';

/** Characters of one line at most; a longer one means that the text isn't made of lines. */
export const MOST_LINE = 1_000_000;

/** Takes a line, and its number from 1. */
export type TakeLine = (line: string, number: number) => void;

/** Cuts a text that arrives in pieces into lines, which end with LF, CR or both. Holds one line at most. */
export class TextLines {
  readonly #take: TakeLine;
  #pending = '';
  #number = 0;
  #endedWithReturn = false;

  constructor(take: TakeLine) {
    this.#take = take;
  }

  /** @throws {StepwellError} `cell_too_long` for a line over `MOST_LINE`; what taking a line throws. */
  feed(piece: string): void {
    if (piece === '') return;
    let from = this.#endedWithReturn && piece.startsWith('\n') ? 1 : 0;
    this.#endedWithReturn = false;
    for (let at = from; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code !== 10 && code !== 13) continue;
      this.#end(piece.slice(from, at));
      if (code === 13) {
        if (at + 1 === piece.length) this.#endedWithReturn = true;
        else if (piece.charCodeAt(at + 1) === 10) at++;
      }
      from = at + 1;
    }
    if (from < piece.length) this.#hold(piece.slice(from));
  }

  /** Takes what remains after the last line's end. */
  end(): void {
    if (this.#pending !== '') this.#end('');
  }

  #hold(text: string): void {
    this.#pending += text;
    if (this.#pending.length > MOST_LINE) throw tooLong(this.#number + 1);
  }

  #end(text: string): void {
    this.#hold(text);
    const line = this.#pending;
    this.#pending = '';
    this.#take(line, ++this.#number);
  }
}

function tooLong(line: number): StepwellError {
  return new StepwellError(
    'cell_too_long',
    `Line ${line} has more than ${MOST_LINE / 1e6} million characters. Write one row a line, and leave out what can't help predict the target.`,
    { details: { line } },
  );
}
