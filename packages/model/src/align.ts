import { concatTables, findColumn, rereadColumn, spellingKey, type Column, type Table } from '@stepwell/data/table';
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
  if (absent.size === columns.length) throw foreign('file has', columns);
  const image = columns.find(({ name, kind }) => kind === 'image' && absent.has(name));
  if (image !== undefined) throw withoutImages(image.name);
  const read = table.columns.map((column) => readAsAsked(column, table, columns));
  const joined = concatTables(emptyTable(columns), { ...table, columns: read }, [...absent]);
  return {
    absent,
    table: {
      rows: joined.rows,
      columns: joined.columns.map((column, i) => spelledAsInTraining(column, columns[i]!)),
    },
  };
}

function withoutImages(name: string): StepwellError {
  return new StepwellError(
    'test_table_mismatch',
    `The file has no images, and the model takes them as "${name}". Send a zip of the images; with a table in it whose rows name them, where columns stand beside them.`,
    { details: { columns: [name] } },
  );
}

/** The error for rows that have none of the model's columns. @param who with its verb, such as "file has". */
export function foreign(who: string, columns: Signature): StepwellError {
  const named = columns.slice(0, 5).map(({ name }) => `"${name}"`);
  return new StepwellError(
    'unknown_column',
    `The ${who} none of the model's columns. It takes ${named.join(', ')}${columns.length > named.length ? ' …' : ''}.`,
    { details: { columns: columns.slice(0, 50).map(({ name }) => name) } },
  );
}

/** Reads a column as the training file's was asked to be read. @throws {StepwellError} `unreadable_column`. */
function readAsAsked(column: Column, { rows, reading }: Table, columns: Signature): Column {
  const asked = columns.find(({ name }) => name === column.name)?.read ?? [];
  const noted = reading?.columns.find((one) => one.column === column.name) ?? null;
  return asked.reduce((before, how) => rereadColumn(before, rows, how, noted), column);
}

/**
 * Takes spellings of categories for one as training did. Its categories come first, in the signature's order; others follow.
 */
export function spelledAsInTraining(column: Column, { categories, read }: SignatureColumn): Column {
  if (column.kind !== 'categorical') return column;
  const names = [...(categories ?? [])];
  const codes = new Map(names.map((name, code) => [name, code]));
  const alike = new Map<string, number>();
  const exact = read.includes('category:exact');
  if (!exact) for (const [name, code] of codes) if (!alike.has(spellingKey(name))) alike.set(spellingKey(name), code);
  const recoded = column.categories.map((name) => {
    const code = codes.get(name) ?? alike.get(spellingKey(name));
    if (code !== undefined) return code;
    codes.set(name, names.length);
    return names.push(name) - 1;
  });
  return { ...column, categories: names, codes: column.codes.map((code) => (code < 0 ? -1 : recoded[code]!)) };
}
