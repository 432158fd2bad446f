import { endedEarly } from '@stepwell/base/format';
import { ApiError } from './api-error.ts';

/** Bytes at the end that the last line fits into. */
const LAST_LINE = 10_000;

/** @returns predictions as CSV. @throws {ApiError} if they end too early: half an answer is none. */
export async function wholeCsv(csv: Blob): Promise<Blob> {
  const why = endedEarly(await csv.slice(-LAST_LINE).text());
  if (why === null) return csv;
  throw new ApiError('unreadable', null, why);
}
