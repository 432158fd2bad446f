export { decodeTable, encodeTable } from './codec.ts';
export { MAX_CATEGORIES } from './column-builder.ts';
export { concatTables } from './concat-tables.ts';
export { dateLabel, looksLikeAmbiguousDate, parseDate } from './dates.ts';
export { findDelimiter, type Delimiter } from './find-delimiter.ts';
export { guardBytes, tooLarge } from './guard-bytes.ts';
export { DEFAULT_LIMITS, readCsv, type TableLimits } from './read-csv.ts';
export { selectRows } from './select-rows.ts';
export { settleKinds } from './settle-kinds.ts';
export { columnSummary, countDistinct, summarize, type ColumnSummary } from './summary.ts';
export {
  countMissing,
  findColumn,
  isMissing,
  labelAt,
  type BooleanColumn,
  type CategoricalColumn,
  type Column,
  type DateColumn,
  type NumericColumn,
  type Table,
  type TextColumn,
} from './table.ts';
