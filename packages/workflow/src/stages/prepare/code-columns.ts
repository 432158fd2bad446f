import type { Table } from '@stepwell/data/table';
import { columnOf, numberStep, type ColumnPreparation } from '../../training/preparation/index.ts';

/** A number with fewer values is as good as a yes or no; one with more is seldom a code. */
const FEWEST = 3;
const MOST = 31;
/** Rows that each value should have, or a column of its own for each learns next to nothing. */
const ROWS_PER_VALUE = 10;

/**
 * Numeric columns that may be codes: a few whole numbers, such as an hour, a weekday, a month or a shop, whose order need not
 * mean anything. They are scaled like other numbers unless validation rows favour a column for each value.
 *
 * @param table the development rows.
 * @param settled columns whose preparation the user chose.
 */
export function codeColumns(table: Table, preparation: ColumnPreparation[], settled: ReadonlySet<string>): Set<string> {
  const codes = preparation.filter(({ column: name, steps }) => {
    const column = columnOf(table, name);
    if (settled.has(name) || column.kind !== 'numeric' || !steps.some((step) => numberStep.safeParse(step).success)) {
      return false;
    }
    const values = new Set<number>();
    let present = 0;
    for (const value of column.values) {
      if (Number.isNaN(value)) continue;
      if (!Number.isInteger(value) || value < 0) return false;
      present++;
      values.add(value);
      if (values.size > MOST) return false;
    }
    return values.size >= FEWEST && present >= ROWS_PER_VALUE * values.size;
  });
  return new Set(codes.map(({ column }) => column));
}
