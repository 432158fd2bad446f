export { dateFormat, type DateFormat } from './date-format.ts';
export { isMissingAmongNumbers } from './missing-marks.ts';
export { numberFormat, PLAIN, readNumber, type NumberFormat } from './number-format.ts';
export { countedDate, openDate, readDate } from './date-format.ts';
export { READ_AS } from './read-as.ts';
export {
  columnReading,
  columnReadingOf,
  KIND_WORDS,
  fileReading,
  fileReadingOf,
  reading,
  type ColumnReading,
  type FileReading,
  type Reading,
} from './reading.ts';
