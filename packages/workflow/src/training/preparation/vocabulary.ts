import { StepwellError } from '@stepwell/base/errors';
import { readIds, storedText, unitsIn, type TextColumn } from '@stepwell/data/table';

/** Words of a vocabulary, unless told otherwise: what the book takes of IMDB and Reuters. */
export const DEFAULT_WORDS = 10_000;

/**
 * The commonest words of some rows, commonest first; equals in the order of their letters, so that the order of the rows
 * does not matter.
 *
 * @param columns read as one text each row.
 * @param rows [n], int32: the training rows; no other is looked at.
 * @param most how many words at most.
 * @throws {StepwellError} `empty_vocabulary` when the rows hold no word.
 */
export function fitVocabulary(columns: TextColumn[], rows: Int32Array, most: number): string[] {
  const counts = new Map<string, number>();
  for (const column of columns) addCounts(column, rows, counts);
  if (counts.size === 0) {
    const names = columns.map(({ name }) => `"${name}"`).join(', ');
    throw new StepwellError(
      'empty_vocabulary',
      `There are no words in ${names} in the ${rows.length} training rows. Check that the column has text with words separated by spaces, or leave it out.`,
      { details: { columns: columns.map(({ name }) => name), rows: rows.length } },
    );
  }
  return [...counts.entries()]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([word]) => word);
}

function addCounts(column: TextColumn, rows: Int32Array, counts: Map<string, number>): void {
  const seen = column.stores.map(({ dictionary }) => new Int32Array(dictionary.length));
  let ids = new Int32Array(1_024);
  for (const row of rows) {
    const { index, store, row: stored } = storedText(column, row);
    if (ids.length < unitsIn(store, stored)) ids = new Int32Array(unitsIn(store, stored));
    const count = readIds(store, stored, ids);
    const of = seen[index]!;
    for (let i = 0; i < count; i++) of[ids[i]!]!++;
  }
  seen.forEach((of, index) => {
    const { dictionary } = column.stores[index]!;
    for (let id = 0; id < of.length; id++) {
      if (of[id]! > 0) counts.set(dictionary[id]!, (counts.get(dictionary[id]!) ?? 0) + of[id]!);
    }
  });
}
