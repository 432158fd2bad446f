import type { Column, Table } from './table.ts';

/**
 * A table of some rows of another. Categories that none of them has are dropped, so that nothing about the
 * rows left behind can be read from the result.
 *
 * @param table the table to take from.
 * @param rows [n], int32: row numbers, in the order wanted.
 */
export function selectRows(table: Table, rows: Int32Array): Table {
  return { ...table, rows: rows.length, columns: table.columns.map((column) => selectCells(column, rows)) };
}

function selectCells(column: Column, rows: Int32Array): Column {
  switch (column.kind) {
    case 'numeric':
    case 'date': {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
      return { ...column, values };
    }
    case 'boolean': {
      const values = new Int8Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
      return { ...column, values };
    }
    case 'categorical': {
      const recoded = new Int32Array(column.categories.length).fill(-1);
      const categories: string[] = [];
      const codes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const code = column.codes[rows[i]!]!;
        if (code >= 0 && recoded[code] === -1) {
          recoded[code] = categories.push(column.categories[code]!) - 1;
        }
        codes[i] = code < 0 ? -1 : recoded[code]!;
      }
      return { ...column, categories, codes };
    }
    case 'text':
    case 'image': {
      // Where words and pixels are kept stays one place; the dictionary says nothing that a fold would be fitted on.
      const at = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) at[i] = column.at[rows[i]!]!;
      return { ...column, at };
    }
  }
}
