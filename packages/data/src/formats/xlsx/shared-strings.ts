import { readXml } from './read-xml.ts';
import { tooLargeWorkbook } from './workbook-errors.ts';

/** All texts together, and their number: what an isolate holds beside the file and the table. */
const MOST_LETTERS = 20_000_000;
const MOST_STRINGS = 1_000_000;

/**
 * Reads the texts that the cells of a workbook refer to, trimmed, without the marks of how they are pronounced.
 *
 * @throws {StepwellError} `archive_too_large`.
 */
export function readSharedStrings(chunks: Iterable<Uint8Array>): string[] {
  const strings: string[] = [];
  let [letters, phonetic] = [0, 0];
  let text: string[] | null = null;
  let isText = false;
  readXml(chunks, {
    open(name) {
      if (name === 'si') text = [];
      else if (name === 'rPh') phonetic++;
      else if (name === 't') isText = phonetic === 0;
    },
    close(name) {
      if (name === 'rPh') phonetic--;
      else if (name === 't') isText = false;
      else if (name === 'si') {
        if (strings.push(cleanText((text ?? []).join(''))) > MOST_STRINGS)
          throw tooLargeWorkbook(`has more than ${MOST_STRINGS} different texts`);
        text = null;
      }
    },
    text(piece) {
      if (!isText || text === null) return;
      letters += piece.length;
      if (letters > MOST_LETTERS)
        throw tooLargeWorkbook(`has texts of more than ${MOST_LETTERS / 1e6} million characters`);
      text.push(piece);
    },
  });
  return strings;
}

/** @returns the text as Excel shows it: characters that XML can't hold are written as _x000D_. */
export function cleanText(text: string): string {
  const shown = text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  return shown.trim();
}
