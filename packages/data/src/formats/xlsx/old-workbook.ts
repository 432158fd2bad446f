import type { StepwellError } from '@stepwell/base/errors';
import { unsupportedWorkbook } from './workbook-errors.ts';

/** Compound files of Microsoft: workbooks before 2007, and all that have a password. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** @returns whether the first bytes are those of an .xls, or of an .xlsx with a password. */
export function isOldWorkbook(start: Uint8Array): boolean {
  return COMPOUND_FILE.every((byte, i) => start[i] === byte);
}

/** @returns the error for such a file. */
export function oldWorkbook(): StepwellError {
  return unsupportedWorkbook(
    'is in the format of Excel before 2007 (.xls), or protected by a password',
    'Open it in Excel and save it as .xlsx without a password, or as CSV.',
  );
}
