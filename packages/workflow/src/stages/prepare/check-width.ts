import { StepwellError } from '@stepwell/base/errors';
import { formatCount } from '@stepwell/base/format';
import { asText, countDistinct, isValues, storedText, unitsIn, type Table } from '@stepwell/data/table';
import {
  HASH_BUCKETS,
  MAX_FEATURES,
  MAX_ONE_HOT,
  columnOf,
  isOfText,
  datePart,
  type ColumnPreparation,
  type PreparationStep,
} from '../../training/preparation/index.ts';

/** The memory limit for the prepared rows of a fit: an isolate has 128 MB in total. */
const MAX_PREPARED_BYTES = 32_000_000;
/** The memory limit for word ids. */
const MAX_WORD_BYTES = 24_000_000;

/**
 * Refuses inputs that would take too much memory once prepared.
 *
 * @param table the development rows.
 * @param options `features`: whether squares, products and ratios of columns are inputs too.
 * @throws {StepwellError} `dataset_too_large`.
 */
export function checkWidth(
  table: Table,
  preparation: ColumnPreparation[],
  options: { features: boolean } = { features: false },
): void {
  const width = widthOf(table, preparation) + (options.features ? MAX_FEATURES : 0);
  checkWords(
    table,
    preparation.filter(({ steps }) => isOfText(steps)).map(({ column }) => column),
  );
  const bytes = bytesOf(table, width);
  if (bytes <= MAX_PREPARED_BYTES) return;
  throw new StepwellError(
    'dataset_too_large',
    `Once prepared, ${table.rows} rows of ${preparation.length} columns take ${width} numbers each, ${Math.ceil(bytes / 1e6)} MB in total; at most ${MAX_PREPARED_BYTES / 1e6} MB fit. Leave out columns with many unique values, prepare them by frequency, or use a random sample of the rows.`,
    { details: { width, limitBytes: MAX_PREPARED_BYTES } },
  );
}

/** @returns whether the rows still fit once prepared, with so many more numbers each. */
export function hasRoomFor(table: Table, preparation: ColumnPreparation[], numbers: number): boolean {
  return bytesOf(table, widthOf(table, preparation) + numbers) <= MAX_PREPARED_BYTES;
}

/** Numbers of a prepared row, at most. */
function widthOf(table: Table, preparation: ColumnPreparation[]): number {
  return preparation.reduce(
    (sum, { column, steps }) => sum + steps.reduce((most, step) => most + widthOfStep(table, column, step), 0),
    0,
  );
}

function bytesOf({ rows }: Table, width: number): number {
  return rows * width * Float32Array.BYTES_PER_ELEMENT;
}

/** An id of 16 bits for every word of the rows to learn from and to validate on. */
function checkWords(table: Table, columns: string[]): void {
  let words = 0;
  for (const name of columns) {
    const text = asText(columnOf(table, name), table.rows);
    for (let row = 0; row < table.rows; row++) {
      const { store, row: stored } = storedText(text, row);
      words += unitsIn(store, stored);
    }
  }
  const most = MAX_WORD_BYTES / Uint16Array.BYTES_PER_ELEMENT;
  if (words <= most) return;
  throw new StepwellError(
    'dataset_too_large',
    `The text has ${formatCount(words, 'word')} in total; at most ${formatCount(most, 'word')} fit. Use a random sample of the rows, or shorten the text.`,
    { details: { words, limit: most } },
  );
}

/** How many numbers of a prepared row the step makes of the column, at most. */
function widthOfStep(table: Table, name: string, step: PreparationStep): number {
  switch (step) {
    case 'one-hot': {
      const column = columnOf(table, name);
      return !isValues(column) ? 0 : Math.min(countDistinct(column, table.rows), MAX_ONE_HOT + 1);
    }
    case 'multi-hot':
    case 'sequences':
    case 'pixels':
      return 0;
    case 'hash':
      return HASH_BUCKETS;
    case 'date-parts':
      return 1 + 2 * datePart.options.length;
    case 'date-cycles':
      return 2 * datePart.options.length;
    default:
      return 1;
  }
}
