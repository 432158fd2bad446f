import { ColumnBuilder } from '../../table/column-builder.ts';
import { MAX_CATEGORIES } from '../../table/index.ts';
import type { Column } from '../../table/table.ts';
import { columnReadingOf, type ColumnReading } from '../../values/reading.ts';

/** A column of declared names. */
export interface NominalColumn {
  column: Column;
  reading: ColumnReading;
  /** How many of the names are in no row. */
  unused: number;
}

/**
 * Makes a column of names out of their places.
 *
 * @param places of each row's name; NaN where it is missing.
 * @param declared the names, in their order, which the categories keep; those in no row are left out.
 */
export function nominalColumn(name: string, places: Float64Array, declared: readonly string[]): NominalColumn {
  const counts = new Int32Array(declared.length);
  let missing = 0;
  for (const place of places) {
    if (Number.isNaN(place)) missing++;
    else counts[place]!++;
  }
  const marks = missing === 0 ? [] : [{ mark: '?', count: missing }];
  const reading = { ...columnReadingOf(name, 'categorical'), missing: marks };
  const unused = counts.filter((count) => count === 0).length;
  const truths = declared.map((word) => ['false', 'true'].indexOf(word.toLowerCase()));
  if (truths.length === 2 && truths.includes(0) && truths.includes(1)) {
    const values = Int8Array.from(places, (place) => (Number.isNaN(place) ? -1 : truths[place]!));
    return { column: { kind: 'boolean', name, values }, reading: { ...reading, kind: 'boolean' }, unused };
  }
  if (declared.length - unused > MAX_CATEGORIES) return { ...manyNames(name, places, declared), unused };
  const codeOf = new Int32Array(declared.length);
  const categories = declared.filter((_, place) => counts[place]! > 0);
  for (let place = 0, next = 0; place < declared.length; place++) codeOf[place] = counts[place]! > 0 ? next++ : -1;
  const codes = Int32Array.from(places, (place) => (Number.isNaN(place) ? -1 : codeOf[place]!));
  return { column: { kind: 'categorical', name, categories, codes }, reading, unused };
}

function manyNames(
  name: string,
  places: Float64Array,
  declared: readonly string[],
): { column: Column; reading: ColumnReading } {
  const builder = new ColumnBuilder(name, 'names');
  for (const place of places) builder.push(Number.isNaN(place) ? '' : declared[place]!);
  return builder.finish();
}
