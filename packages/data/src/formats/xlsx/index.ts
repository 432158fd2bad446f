export { isOldWorkbook, oldWorkbook } from './old-workbook.ts';
export { isWorkbook } from './workbook-parts.ts';
export { readWorkbook, type WorkbookOptions } from './read-workbook.ts';
