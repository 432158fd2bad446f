import {
  concatTables,
  findColumn,
  rereadColumn,
  spellingKey,
  type CategoricalColumn,
  type Column,
  type Table,
} from '@stepwell/data/table';
import { StepwellError } from '@stepwell/base/errors';
import { emptyTable, type Signature, type SignatureColumn } from './signature.ts';

/**
 * Rows of another file as the training file's were read: in the model's columns and no others, of the same kinds.
 *
 * @returns the rows, and the columns that they lack, which are missing in every row.
 * @throws {StepwellError} `unknown_column` if they have none of the model's columns; `test_table_mismatch` if one is of another
 *   kind, such as words among numbers.
 */
export function alignTable(table: Table, columns: Signature): { table: Table; absent: Set<string> } {
  const absent = new Set(columns.map(({ name }) => name).filter((name) => findColumn(table, name) === undefined));
  if (absent.size === columns.length) {
    throw new StepwellError(
      'unknown_column',
      `The file has none of the model's columns. It takes ${columns
        .slice(0, 5)
        .map(({ name }) => `"${name}"`)
        .join(', ')}${columns.length > 5 ? ' …' : ''}.`,
      { details: { columns: columns.slice(0, 50).map(({ name }) => name) } },
    );
  }
  const joined = concatTables(emptyTable(columns), table, [...absent]);
  return {
    absent,
    table: {
      rows: joined.rows,
      columns: joined.columns.map((column, i) => settle(column, joined.rows, columns[i]!)),
    },
  };
}

/** Reads words that count as missing, and spellings of categories that training took for one. */
export function settle(column: Column, rows: number, of: SignatureColumn): Column {
  const known = of.missing.reduce((before, word) => rereadColumn(before, rows, `missing:${word}`, null), column);
  return known.kind === 'categorical' ? spelledAsInTraining(known, of) : known;
}

/** Categories of training come first, in the signature's order; others follow. */
function spelledAsInTraining(column: CategoricalColumn, { categories, exact }: SignatureColumn): CategoricalColumn {
  const names = [...(categories ?? [])];
  const codes = new Map(names.map((name, code) => [name, code]));
  const alike = new Map<string, number>();
  if (!exact) for (const [name, code] of codes) if (!alike.has(spellingKey(name))) alike.set(spellingKey(name), code);
  const recoded = column.categories.map((name) => {
    const code = codes.get(name) ?? alike.get(spellingKey(name));
    if (code !== undefined) return code;
    codes.set(name, names.length);
    return names.push(name) - 1;
  });
  return { ...column, categories: names, codes: column.codes.map((code) => (code < 0 ? -1 : recoded[code]!)) };
}
