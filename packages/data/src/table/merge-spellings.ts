import type { CategoricalColumn } from './table.ts';

/** More categories than this are no classes that a person spelled. */
const MOST_CATEGORIES = 1_000;
/** One letter may mean different things in upper and lower case: m and M. */
const MIN_LETTERS = 2;

/** Spellings that were taken for one. */
export interface MergedSpelling {
  /** The most common of them, which stands for all. */
  kept: string;
  spellings: { spelling: string; rows: number }[];
}

/**
 * Takes categories for one that differ in case and white space alone, such as "Yes", "yes" and "YES". The most common spelling
 * stays.
 *
 * @returns the same column where there are none.
 */
export function mergeSpellings(column: CategoricalColumn): { column: CategoricalColumn; merged: MergedSpelling[] } {
  const { categories } = column;
  if (categories.length > MOST_CATEGORIES) return { column, merged: [] };
  const groups = new Map<string, number[]>();
  categories.forEach((category, code) => {
    const key = spellingKey(category);
    groups.set(key, [...(groups.get(key) ?? []), code]);
  });
  if (groups.size === categories.length) return { column, merged: [] };
  const rows = new Int32Array(categories.length);
  for (const code of column.codes) if (code >= 0) rows[code]!++;
  const merged: MergedSpelling[] = [];
  const names: string[] = [];
  const recoded = new Int32Array(categories.length);
  for (const codes of groups.values()) {
    const best = codes.reduce((most, code) => (rows[code]! > rows[most]! ? code : most));
    for (const code of codes) recoded[code] = names.length;
    names.push(categories[best]!);
    if (codes.length === 1) continue;
    const spellings = codes.map((code) => ({ spelling: categories[code]!, rows: rows[code]! }));
    merged.push({ kept: categories[best]!, spellings: spellings.sort((a, b) => b.rows - a.rows) });
  }
  const codes = column.codes.map((code) => (code < 0 ? -1 : recoded[code]!));
  return { column: { ...column, categories: names, codes }, merged };
}

/** @returns what spellings of one category have in common. */
export function spellingKey(category: string): string {
  if (category.length < MIN_LETTERS) return category;
  return category.trim().replace(/\s+/g, ' ').toLowerCase();
}
