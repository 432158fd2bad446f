import type { FileReading, SetAside } from '../values/reading.ts';
import { encodingNotes, type DecodedText } from './decode-text.ts';
import type { Dialect } from './dialect.ts';
import type { FoundHeader } from './find-header.ts';

/** What was found out about a delimited text. */
export interface TextFacts {
  header: FoundHeader;
  dialect: Dialect;
  /** Rows that were read although they are written unlike the others. */
  rescued: number;
  setAside: SetAside[];
}

/** @returns how a delimited text was read. */
export function describeFile(
  { header: found, dialect, rescued, setAside }: TextFacts,
  said: DecodedText,
  notes: string[],
  decimal: '.' | ',',
): FileReading {
  const { before, names, why, doubtful } = found;
  const all: FileReading['notes'] = notes.map((text) => ({ severity: 'info', text }));
  const header = before.find(({ is }) => is === 'header');
  if (names === null && why !== 'as you said') {
    all.push({ severity: 'warn', text: `The file has no header line: ${why}. Its columns are numbered.` });
  } else if (doubtful)
    all.push({
      severity: 'warn',
      text: `Line ${header?.line ?? 1} was read as the header: ${why || 'it has more words than the rows below it'}.`,
    });
  all.push(...encodingNotes(said));
  if (rescued > 0) {
    all.push({
      severity: 'warn',
      text: `${rescued === 1 ? '1 row is' : `${rescued} rows are`} written unlike the others (stray quotes or another delimiter) and ${rescued === 1 ? 'was' : 'were'} read anyway.`,
    });
  }
  return {
    format: 'csv',
    encoding: said.encoding,
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    escape: dialect.escape,
    decimal,
    header: names === null ? 0 : (header?.line ?? 1),
    sheets: [],
    notes: all,
    setAside,
  };
}
