import type { CategoricalColumn } from '@stepwell/data/table';

/** What may separate the labels in a cell. */
const SEPARATORS = ['|', ';'];
/** What often separates them, and as often stands within a name: it counts where parts recombine. */
const COMMA = ',';
/** Unless asked, this share of the cells must list several labels. */
const MIN_SHARE = 0.05;
/** A label must occur in this many cells on average; otherwise the cells are sentences. */
const MIN_CELLS_PER_LABEL = 5;
/** Of the parts between commas, the share that must occur in several combinations. */
const RECOMBINING = 0.9;
/** Of the same, the share that must stand at several places of a list: "S, red" and "M, blue" list no labels. */
const MOVING = 0.5;
/** Distinct cells for each distinct part, at least. */
const CELLS_PER_PART = 2;

/**
 * Finds the separator of the labels, if the cells of a column list several. A comma is one where the parts recombine like
 * labels do: lists are of different lengths, nearly every part occurs in several combinations, many at several places,
 * and there are far fewer parts than combinations.
 *
 * @param share of the cells that must list several; 0 if the user said so, which any separator then does for.
 * @returns null where they don't.
 */
export function findSeparator(column: CategoricalColumn, rows: number, share = MIN_SHARE): string | null {
  for (const separator of [...SEPARATORS, COMMA]) {
    const isList = column.categories.map((category) => splitLabels(category, separator).length > 1);
    const occurs = column.categories.map(() => false);
    let lists = 0;
    let present = 0;
    for (let row = 0; row < rows; row++) {
      const code = column.codes[row]!;
      if (code < 0) continue;
      present++;
      occurs[code] = true;
      if (isList[code] === true) lists++;
    }
    if (lists === 0 || lists < share * present) continue;
    if (share === 0) return separator;
    if (labelsOf(column, separator).length * MIN_CELLS_PER_LABEL > present) continue;
    if (separator !== COMMA || recombine(column.categories.filter((_, code) => occurs[code] === true)))
      return separator;
  }
  return null;
}

/** Whether the parts between commas recombine like labels. */
function recombine(cells: string[]): boolean {
  const lengths = new Set<number>();
  const combinations = new Map<string, Set<string>>();
  const places = new Map<string, Set<number>>();
  for (const cell of cells) {
    const parts = cell.split(COMMA).map((part) => part.trim());
    lengths.add(parts.length);
    const combination = JSON.stringify([...new Set(parts)].sort());
    for (const [place, part] of parts.entries()) {
      combinations.set(part, (combinations.get(part) ?? new Set()).add(combination));
      places.set(part, (places.get(part) ?? new Set()).add(place));
    }
  }
  const distinct = combinations.size;
  const several = (sets: Map<string, Set<unknown>>) => [...sets.values()].filter(({ size }) => size > 1).length;
  return (
    lengths.size > 1 &&
    distinct * CELLS_PER_PART <= cells.length &&
    several(combinations) >= RECOMBINING * distinct &&
    several(places) >= MOVING * distinct
  );
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
