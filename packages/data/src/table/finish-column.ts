import { decideColumn, NAMES, type DecidedColumn } from '../values/decide-column.ts';
import { isMissingAmongNumbers, missingWords } from '../values/missing-marks.ts';
import type { QuotedCell } from '../values/reading.ts';
import type { ColumnCells } from './column-cells.ts';
import { readerOf } from './column-of.ts';
import { writtenAgain } from './plain-number.ts';
import {
  MOST_EXAMPLES,
  MOST_MARKS,
  plainIn,
  QUOTED_LENGTH,
  readingOf,
  type FileWords,
  type ReadColumn,
} from './read-column.ts';
import { readLikeTexts } from './read-like-texts.ts';
import { TextBuilder } from './text-builder.ts';

/** Category columns with more unique values become text columns. */
export const MAX_CATEGORIES = 10_000;
/** So do more letters than this in all distinct values. */
export const MAX_CATEGORY_LETTERS = 2_000_000;

/**
 * Decides what the cells of a column are, and makes the column of them.
 *
 * @param as `names` if every cell is a name, whatever it looks like.
 */
export function finishColumn(cells: ColumnCells, words: FileWords, as: 'anything' | 'names'): ReadColumn {
  const { name, rows } = cells;
  const counted = withoutMissing(cells, words.missing);
  const decided = as === 'names' ? NAMES : decideColumn(counted, words.marks);
  const marks = new Map<string, number>();
  const isMissing = as === 'names' ? (text: string) => text === '' : missingMarks(cells, decided, words.missing);
  const examples: QuotedCell[] = [];
  let misfits = 0;
  if (decided.kind === 'numeric' || decided.kind === 'date') {
    const plain = decided.kind === 'numeric' && decided.number === null ? cells.onlyNumbers() : null;
    const values = plain ?? new Float64Array(rows);
    if (plain === null) {
      const read = readerOf(decided);
      const known = cells.texts.map((text) => (isMissing(text) ? Number.NaN : read(text)));
      for (let row = 0; row < rows; row++) {
        const code = cells.codeAt(row);
        values[row] = code < 0 ? plainIn(decided, cells.valueAt(row), cells.decimalsAt(row)) : known[code]!;
        if (!Number.isNaN(values[row]!)) continue;
        const text = code < 0 ? writtenAgain(cells.valueAt(row), cells.decimalsAt(row)) : cells.texts[code]!;
        if (code >= 0 && isMissing(text)) continue;
        misfits++;
        if (examples.length < MOST_EXAMPLES)
          examples.push({ line: words.lineOf(row), row, cell: text.slice(0, QUOTED_LENGTH) });
      }
    }
    countMarks(cells, isMissing, marks);
    return {
      column: { kind: decided.kind, name, values },
      reading: readingOf(name, decided, misfits, examples, marks),
    };
  }
  countMarks(cells, isMissing, marks);
  if (decided.kind === 'boolean') {
    const values = new Int8Array(rows);
    for (let row = 0; row < rows; row++) {
      const text = cells.texts[cells.codeAt(row)]!;
      values[row] = isMissing(text) ? -1 : text.toLowerCase() === 'true' ? 1 : 0;
    }
    return { column: { kind: 'boolean', name, values }, reading: readingOf(name, decided, 0, [], marks) };
  }
  return finishNames(cells, decided, isMissing, marks);
}

/** Names: as categories, or as texts where they read like texts or are too many. */
function finishNames(
  cells: ColumnCells,
  decided: DecidedColumn,
  isMissing: (text: string) => boolean,
  marks: Map<string, number>,
): ReadColumn {
  const { name, rows } = cells;
  const ids = new Map<string, number>();
  const codes = new Int32Array(rows);
  let present = 0;
  let letters = 0;
  for (let row = 0; row < rows; row++) {
    const code = cells.codeAt(row);
    const label = code < 0 ? writtenAgain(cells.valueAt(row), cells.decimalsAt(row)) : cells.texts[code]!;
    if (code >= 0 && isMissing(label)) {
      codes[row] = -1;
      continue;
    }
    present++;
    let id = ids.get(label);
    if (id === undefined) {
      id = ids.size;
      ids.set(label, id);
      letters += label.length;
    }
    codes[row] = id;
  }
  const categories = [...ids.keys()];
  const isText = decided !== NAMES && readLikeTexts(categories, present);
  if (categories.length > MAX_CATEGORIES || letters > MAX_CATEGORY_LETTERS || isText) {
    const text = new TextBuilder(name);
    for (const code of codes) text.push(code < 0 ? '' : categories[code]!);
    return { column: text.finish(), reading: { ...readingOf(name, decided, 0, [], marks), kind: 'text' } };
  }
  return { column: { kind: 'categorical', name, categories, codes }, reading: readingOf(name, decided, 0, [], marks) };
}

/** The cells, those that were declared missing left out. */
function withoutMissing(cells: ColumnCells, missing: ReadonlySet<string>): ReturnType<ColumnCells['counted']> {
  const counted = cells.counted();
  if (missing.size === 0) return counted;
  const counts = counted.cells.map((cell, i) => (missing.has(cell) ? 0 : counted.counts[i]!));
  return { ...counted, cells: counted.cells.map((cell) => (missing.has(cell) ? '' : cell)), counts };
}

/** Which texts are missing in a column that was decided so. */
function missingMarks(
  cells: ColumnCells,
  { kind }: DecidedColumn,
  declared: ReadonlySet<string>,
): (text: string) => boolean {
  if (kind === 'numeric' || kind === 'date') {
    return (text) => isMissingAmongNumbers(text) || declared.has(text);
  }
  const words = missingWords(cells.texts);
  return (text) => words.has(text) || declared.has(text);
}

function countMarks(cells: ColumnCells, isMissing: (text: string) => boolean, marks: Map<string, number>): void {
  for (let i = 0; i < cells.texts.length && marks.size < MOST_MARKS; i++) {
    if (isMissing(cells.texts[i]!)) marks.set(cells.texts[i]!, cells.counts[i]!);
  }
}
