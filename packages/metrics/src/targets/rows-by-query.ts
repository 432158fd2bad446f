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
