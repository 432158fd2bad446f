import type { CategoricalColumn } from '@stepwell/data/table';

/** What may separate the labels in a cell. A comma is too common within labels. */
const SEPARATORS = ['|', ';'];
/** Unless asked, this share of the cells must list several labels. */
const MIN_SHARE = 0.05;
/** A label must occur in this many cells on average; otherwise the cells are sentences. */
const MIN_CELLS_PER_LABEL = 5;

/**
 * Finds the separator of the labels, if the cells of a column list several.
 *
 * @param share of the cells that must list several; 0 if the user said so.
 * @returns null where they don't.
 */
export function findSeparator(column: CategoricalColumn, rows: number, share = MIN_SHARE): string | null {
  for (const separator of SEPARATORS) {
    const isList = column.categories.map((category) => splitLabels(category, separator).length > 1);
    let lists = 0;
    let present = 0;
    for (let row = 0; row < rows; row++) {
      const code = column.codes[row]!;
      if (code < 0) continue;
      present++;
      if (isList[code] === true) lists++;
    }
    if (lists === 0 || lists < share * present) continue;
    if (share === 0 || labelsOf(column, separator).length * MIN_CELLS_PER_LABEL <= present) return separator;
  }
  return null;
}

/** @returns every label of a column's cells, sorted. */
export function labelsOf(column: CategoricalColumn, separator: string): string[] {
  return [...new Set(column.categories.flatMap((category) => splitLabels(category, separator)))].sort((a, b) =>
    a < b ? -1 : 1,
  );
}

/** @returns the labels of one cell, each once. */
export function splitLabels(cell: string, separator: string): string[] {
  return [
    ...new Set(
      cell
        .split(separator)
        .map((label) => label.trim())
        .filter((label) => label !== ''),
    ),
  ];
}
