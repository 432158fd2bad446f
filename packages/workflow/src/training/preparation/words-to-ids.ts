import { GrowingUnits, readIds, storedText, unitsIn, type TextColumn } from '@stepwell/data/table';
import type { IdRows } from './inputs.ts';

/**
 * Rows of texts as ids of a vocabulary; words outside of it are dropped, as Keras's tokenizer does.
 *
 * @param columns read one behind the other.
 * @param words the vocabulary: a word's id is its place. At most 65,536.
 * @param rows [n], int32.
 * @param form `multi-hot`: which words a row has, ascending, each once. `sequences`: its words in their order.
 */
export function wordsToIds(
  columns: TextColumn[],
  words: readonly string[],
  rows: Int32Array,
  form: 'multi-hot' | 'sequences',
): IdRows {
  const known = new Map(words.map((word, id) => [word, id]));
  const places = columns.map(({ stores }) =>
    stores.map(({ dictionary }) => Int32Array.from(dictionary, (word) => known.get(word) ?? -1)),
  );
  const units = new GrowingUnits();
  const start = new Int32Array(rows.length + 1);
  const lastRow = new Int32Array(words.length).fill(-1);
  const distinct = new Uint16Array(words.length);
  let ids = new Int32Array(1_024);
  for (let i = 0; i < rows.length; i++) {
    let count = 0;
    for (let c = 0; c < columns.length; c++) {
      const { index, store, row } = storedText(columns[c]!, rows[i]!);
      if (ids.length < unitsIn(store, row)) ids = new Int32Array(unitsIn(store, row));
      const length = readIds(store, row, ids);
      const placeOf = places[c]![index]!;
      for (let w = 0; w < length; w++) {
        const id = placeOf[ids[w]!]!;
        if (id < 0) continue;
        if (form === 'sequences') units.push(id);
        else if (lastRow[id] !== i) {
          lastRow[id] = i;
          distinct[count++] = id;
        }
      }
    }
    if (form === 'multi-hot') for (const id of distinct.subarray(0, count).sort()) units.push(id);
    start[i + 1] = units.length;
  }
  return { vocabulary: words.length, start, ids: units.finish() };
}
