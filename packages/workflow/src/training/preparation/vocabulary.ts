import { StepwellError } from '@stepwell/base/errors';
import { readIds, storedText, unitsIn, type TextColumn } from '@stepwell/data/table';

/** Default size of a vocabulary, as the book uses for IMDB and Reuters. */
export const DEFAULT_WORDS = 10_000;

/**
 * Builds a vocabulary of the most common words, most common first; ties in alphabetical order, so the order of the rows
 * doesn't matter.
 *
 * @param columns read as one text each row.
 * @param rows [n], int32: the training rows; others aren't read.
 * @param most maximum number of words.
 * @throws {StepwellError} `empty_vocabulary` if the rows have no words.
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
