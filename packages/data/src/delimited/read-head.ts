import { StepwellError } from '@stepwell/base/errors';
import { plainNumber } from '../table/plain-number.ts';
import { splitRecord, type Dialect } from './dialect.ts';
import { findHeader, type FoundHeader, type HeadRecord } from './find-header.ts';
import type { ReadOptions } from './options.ts';
import { endOfLine } from './records.ts';
import { rescueLine } from './rescue-line.ts';
import { sniffDialect } from './sniff-dialect.ts';

/** Characters that the rules for the dialect and the header see; more where lines are so long that these are few, */
const HEAD = 131_072;
const FEW_LINES = 8;
/** but no more than this. */
const LARGEST_HEAD = 1_000_000;
/** Records of them that tell where the table begins. */
const HEAD_RECORDS = 200;

/** How comment lines begin. */
export const COMMENT = /^\s*(?:#|%|\/\/)/;
const SEPARATOR_LINE = /^sep=(.)\r?(?:\n|$)/i;
const NAMED_DELIMITERS: Record<string, string> = {
  tab: '\t',
  '\\t': '\t',
  space: ' ',
  comma: ',',
  semicolon: ';',
  bar: '|',
};

/** @returns whether a text's beginning is long enough to tell how all of it is written. */
export function isEnough(head: string): boolean {
  return head.length >= LARGEST_HEAD || head.length >= sizeOfHead(head);
}

/** How much of a text is looked at: it doesn't depend on how much more has come already. */
function sizeOfHead(text: string): number {
  let at = 0;
  for (let lines = 0; lines < FEW_LINES && at < text.length; lines++) at = endOfLine(text, at);
  const hasFewLines = at >= text.length;
  return hasFewLines ? LARGEST_HEAD : Math.max(HEAD, at);
}

/** What a text's beginning says of all of it. */
export interface Head {
  dialect: Dialect;
  header: FoundHeader;
  /** The last line that is no row of the table. */
  lastLineAbove: number;
}

/**
 * Tells how a text is delimited and where its table begins.
 *
 * @param text the beginning, long enough as `isEnough` has it, or all of it.
 * @throws {StepwellError} `empty_table` or `too_few_columns`.
 */
export function readHead(text: string, isAll: boolean, options: ReadOptions): Head {
  const separator = SEPARATOR_LINE.exec(text);
  const asked = options.delimiter ?? separator?.[1] ?? null;
  const lines = beginningOf(text, isAll).slice(separator?.[0].length ?? 0);
  const dialect = sniffDialect(
    withoutComments(lines, options.comment),
    asked === null ? null : (NAMED_DELIMITERS[asked] ?? asked),
  );
  const records = headRecords(lines, dialect, separator === null ? 1 : 2, options.comment);
  const [first] = records;
  if (first === undefined) {
    throw new StepwellError('empty_table', 'The file is empty. Upload a file with a header line and at least one row.');
  }
  const header = headerOf(records, options.header ?? null, dialect);
  if (header.width < 2) throw tooFewColumns(dialect.delimiter);
  return { dialect, header, lastLineAbove: Math.max(first.line - 1, ...header.before.map(({ line }) => line)) };
}

/** Finds the header; one that is written unlike the rows is split as they would be. */
function headerOf(records: HeadRecord[], asked: number | 'none' | null, dialect: Dialect): FoundHeader {
  const found = findHeader(records, asked);
  const [first] = records;
  if (first?.text === undefined || first.cells.length === found.width || asked !== null) return found;
  const cells = rescueLine(first.text, found.width, dialect);
  if (cells === null) return found;
  const again = findHeader([{ cells, line: first.line }, ...records.slice(1)], asked);
  return again.names === null ? found : again;
}

/** @returns a text's beginning, up to a line's end unless the text ends there: what tells how all of it is written. */
export function beginningOf(head: string, isAll: boolean): string {
  const size = Math.min(sizeOfHead(head), LARGEST_HEAD);
  if (isAll && head.length <= size) return head;
  const last = Math.max(head.lastIndexOf('\n', size), head.lastIndexOf('\r', size));
  return last > 0 ? head.slice(0, last + 1) : head.slice(0, size);
}

/** The lines without those that begin like comments, unless most of them do. */
function withoutComments(text: string, comment: string | undefined): string {
  const lines = text.split(/\r\n|\n|\r/);
  const kept = lines.filter((line) => (comment === undefined ? !COMMENT.test(line) : !line.startsWith(comment)));
  return kept.length * 2 < lines.length ? text : kept.join('\n');
}

function headRecords(text: string, dialect: Dialect, firstLine: number, comment: string | undefined): HeadRecord[] {
  const records: HeadRecord[] = [];
  const comments: HeadRecord[] = [];
  let line = firstLine;
  for (let at = 0; at < text.length && records.length < HEAD_RECORDS;) {
    const { cells, end, lines, isOdd } = splitRecord(text, at, dialect);
    const record = { cells, line, text: text.slice(at, end).trimEnd() };
    const isBlank = cells.length === 1 && cells[0]!.trim() === '';
    const start = text.slice(at, at + 20);
    const isComment = comment === undefined ? COMMENT.test(start) : start.startsWith(comment);
    if (isOdd && lines > 1) {
      // A quote that is never closed takes one line, not all that follow.
      const next = endOfLine(text, at);
      records.push({ cells: splitRecord(text.slice(at, next), 0, { ...dialect, quote: null }).cells, line });
      at = next;
      line++;
      continue;
    }
    at = end;
    line += lines;
    if (isBlank) continue;
    if (isComment && records.length === 0) comments.push(record);
    else if (!isComment || comment === undefined) records.push(record);
  }
  return headerOfComments(comments, records);
}

/** The last comment line is the header where it has as many names as the rows have cells and they have none, as NumPy writes it. */
function headerOfComments(comments: HeadRecord[], records: HeadRecord[]): HeadRecord[] {
  const last = comments.at(-1);
  const [first] = records;
  if (last === undefined || first === undefined) return records.length === 0 ? comments : records;
  const names = [last.cells[0]!.replace(/^\s*(?:#|%|\/\/)\s*/, ''), ...last.cells.slice(1)].filter(
    (name, i) => i > 0 || name !== '',
  );
  const isHeader =
    names.length === first.cells.length && names.length > 1 && plainNumber(first.cells[0]!.trim()) !== null;
  return isHeader && names.every((name) => plainNumber(name.trim()) === null)
    ? [{ cells: names, line: last.line }, ...records]
    : records;
}

/** @returns the error for a file with one column. */
export function tooFewColumns(delimiter: string): StepwellError {
  return new StepwellError(
    'too_few_columns',
    'The file has one column, but a target and at least one input are required. If there are more, separate them with commas, semicolons, tabs or vertical bars.',
    { details: { delimiter } },
  );
}
