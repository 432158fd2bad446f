export { decodeTable, encodeTable } from './codec.ts';
export { ColumnBuilder } from './column-builder.ts';
export { MAX_CATEGORIES } from './finish-column.ts';
export { asText } from './as-text.ts';
export { contentKeys } from './content-keys.ts';
export { concatTables } from './concat-tables.ts';
export { dateLabel, looksLikeAmbiguousDate, parseDate } from '../values/dates.ts';
export { tooLarge } from './body-errors.ts';
export { DEFAULT_LIMITS, type TableLimits } from './table-limits.ts';
export { GrowingUnits } from './growing.ts';
export { headOf } from './head-of.ts';
export { imageColumn, pixelsAt, pixelsIn } from './image.ts';
export { PixelPieces } from './pixel-pieces.ts';
export { mergeSpellings, spellingKey, type MergedSpelling } from './merge-spellings.ts';
export { dateFormatOf, rereadColumn } from './reread-column.ts';
export { asBoolean, readerOf } from './column-of.ts';
export { rowKeys } from './row-keys.ts';
export { countSampled, rowSample, type RowSample } from './row-sample.ts';
export { selectRows } from './select-rows.ts';
export { settleKinds } from './settle-kinds.ts';
export { columnSummary, countDistinct, summarize, type ColumnSummary } from './summary.ts';
export {
  countMissing,
  findColumn,
  isMissing,
  isValues,
  labelAt,
  type BooleanColumn,
  type CategoricalColumn,
  type Column,
  type DateColumn,
  type ImageColumn,
  type NumericColumn,
  type Table,
  type TextColumn,
  type TokenStore,
  type ValueColumn,
} from './table.ts';
export { readIds, storedText, textAt, unitsIn, wordCountAt, wordsOf } from './text.ts';
export { TextBuilder } from './text-builder.ts';
