import { StepwellError } from '@stepwell/base/errors';

/** @returns the error for a workbook that can't be taken apart. */
export function damagedWorkbook(what: string, cause?: unknown): StepwellError {
  return new StepwellError('corrupt_archive', `The workbook is damaged: ${what}. Save it again in Excel, or as CSV.`, {
    cause,
  });
}

/** @returns the error for a workbook of a kind that isn't read. */
export function unsupportedWorkbook(what: string, advice: string): StepwellError {
  return new StepwellError('unsupported_archive', `The workbook ${what}, which isn't supported. ${advice}`);
}

/** @returns the error for a workbook that unpacks to more than there is room for. */
export function tooLargeWorkbook(what: string): StepwellError {
  return new StepwellError(
    'archive_too_large',
    `The workbook ${what}. Delete what isn't needed, or save the sheet as CSV.`,
  );
}

/** @returns the error for a workbook without a table, which its sheets are named for. */
export function noTable(what: string): StepwellError {
  return new StepwellError('not_a_table', `${what} A sheet needs a header and rows below it, in at least two columns.`);
}
