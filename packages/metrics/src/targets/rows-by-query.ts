/** @returns the rows of each query, in the order in which queries first appear. */
export function rowsByQuery(queries: Int32Array): number[][] {
  const known = new Map<number, number[]>();
  queries.forEach((query, row) => {
    const rows = known.get(query);
    if (rows === undefined) known.set(query, [row]);
    else rows.push(row);
  });
  return [...known.values()];
}

/** @returns whether rows have different grades, so that some orders of them are better than others. */
export function haveDifferentGrades(rows: readonly number[], grades: ArrayLike<number>): boolean {
  return rows.some((row) => grades[row] !== grades[rows[0]!]);
}
