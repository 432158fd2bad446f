import { attribute, readXml } from './read-xml.ts';
import { dateOf, hoursOf, isHours, isoCell } from './serial-date.ts';
import { cleanText } from './shared-strings.ts';
import { damagedWorkbook } from './workbook-errors.ts';
import type { Workbook } from './workbook-parts.ts';

/** A cell that isn't empty. */
export interface SheetCell {
  /** From 0. */
  column: number;
  /** Texts, dates and truths as texts; null for an error. */
  value: string | number | null;
  /** What was made of it. */
  was: 'plain' | 'percent' | 'hours' | 'error' | 'unsaved';
  isFormula: boolean;
}

/** Takes the rows that aren't empty. */
export interface RowTaker {
  /** @param number of the row, from 1. @returns false to end. */
  row(number: number, cells: SheetCell[], isHidden: boolean): boolean;
  /** Cells that are merged into one. */
  merged(): void;
}

/** Columns of Excel. */
const MOST_COLUMNS = 16_384;
const MOST_CELL_LETTERS = 100_000;

/** Thrown to end the reading of a sheet. */
class Ended extends Error {}

/** Reads the cells of a sheet, row by row as they come. @throws {StepwellError} */
export function readSheetCells(chunks: Iterable<Uint8Array>, workbook: Workbook, taker: RowTaker): void {
  let [row, isHidden, cells]: [number, boolean, SheetCell[]] = [0, false, []];
  let [column, type, style, isFormula] = [-1, 'n', 0, false];
  let taken: string[] | null = null;
  let [text, letters, phonetic, isInCell] = ['', 0, 0, false];
  try {
    readXml(chunks, {
      open(name, attributes) {
        if (name === 'c') {
          const place = attribute(attributes, 'r');
          column = place === null ? column + 1 : columnOf(place);
          if (!(column >= 0 && column < MOST_COLUMNS))
            throw damagedWorkbook(`a cell lies at "${(place ?? '').slice(0, 20)}"`);
          type = attribute(attributes, 't') ?? 'n';
          style = Number(attribute(attributes, 's') ?? 0);
          [text, letters, isFormula, isInCell] = ['', 0, false, true];
        } else if (name === 'v' || name === 't') taken = isInCell && phonetic === 0 ? [] : null;
        else if (name === 'f') isFormula = isInCell;
        else if (name === 'rPh') phonetic++;
        else if (name === 'row') {
          const number = attribute(attributes, 'r');
          row = number === null ? row + 1 : Number(number);
          if (!Number.isSafeInteger(row) || row < 1) throw damagedWorkbook('a row has no number');
          isHidden = ['1', 'true'].includes(attribute(attributes, 'hidden') ?? '');
          [cells, column] = [[], -1];
        } else if (name === 'mergeCell') taker.merged();
      },
      text(piece) {
        if (taken === null) return;
        letters += piece.length;
        if (letters > MOST_CELL_LETTERS)
          throw damagedWorkbook(`a cell in row ${row} has more than ${MOST_CELL_LETTERS} characters`);
        taken.push(piece);
      },
      close(name) {
        if (name === 'v' || name === 't') {
          if (taken !== null) text += taken.join('');
          taken = null;
        } else if (name === 'rPh') phonetic--;
        else if (name === 'c') {
          isInCell = false;
          const cell = cellOf(text, type, style, workbook);
          const isUnsaved = cell === null && isFormula && text === '' && type !== 'str';
          if (isUnsaved) cells.push({ column, value: null, was: 'unsaved', isFormula });
          else if (cell !== null) cells.push({ column, isFormula, ...cell });
        } else if (name === 'row' && cells.length > 0 && !taker.row(row, cells, isHidden)) throw new Ended();
      },
    });
  } catch (cause) {
    if (!(cause instanceof Ended)) throw cause;
  }
}

function cellOf(
  text: string,
  type: string,
  style: number,
  { strings, styles, is1904 }: Workbook,
): Pick<SheetCell, 'value' | 'was'> | null {
  if (type === 's') {
    const shared = text === '' ? '' : strings[Number(text)];
    if (shared === undefined) throw damagedWorkbook('a cell refers to a text that it does not have');
    return shared === '' ? null : { value: shared, was: 'plain' };
  }
  if (type === 'str' || type === 'inlineStr') {
    const clean = cleanText(text);
    return clean === '' ? null : { value: clean, was: 'plain' };
  }
  const written = text.trim();
  if (written === '') return null;
  if (type === 'b') return { value: written === '1' || written === 'true' ? 'true' : 'false', was: 'plain' };
  if (type === 'e') return { value: null, was: 'error' };
  if (type === 'd') {
    const value = isoCell(written);
    return { value: value ?? written, was: typeof value === 'number' ? 'hours' : 'plain' };
  }
  const number = Number(written);
  if (!Number.isFinite(number)) return { value: written, was: 'plain' };
  const kind = styles[style] ?? 'number';
  if (kind === 'number' || kind === 'percent')
    return { value: number === 0 ? 0 : number, was: kind === 'percent' ? 'percent' : 'plain' };
  return isHours(kind, number)
    ? { value: hoursOf(number), was: 'hours' }
    : { value: dateOf(number, is1904), was: 'plain' };
}

/** @returns the column of a place like AB12, from 0; -1 for what is none. */
function columnOf(place: string): number {
  let column = 0;
  for (let i = 0; i < place.length; i++) {
    const code = place.charCodeAt(i) | 32;
    if (code < 97 || code > 122) return i > 0 && i < 4 ? column - 1 : -1;
    column = column * 26 + code - 96;
  }
  return -1;
}
