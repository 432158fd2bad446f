/** A table made to teach something, generated from a seed and named as such. */
export interface TeachingSet {
  columns: string[];
  rows: (string | number)[][];
}

/** A teaching set as CSV. Its cells hold neither commas nor quotes. */
export function teachingCsv({ columns, rows }: TeachingSet): string {
  return [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
