import { StepwellError } from '@stepwell/base/errors';
import type { Delimiter } from './find-delimiter.ts';

/** What a spec can name. */
const MAX_NAME_LENGTH = 1_000;

/**
 * Names the columns of a delimited text by its header.
 *
 * @param header the header's cells as they stand in the file.
 * @returns names without spaces around, each its own.
 * @throws {StepwellError} `too_few_columns`, `unnamed_column`, `cell_too_long` or `duplicate_columns`.
 */
export function namesOf(header: readonly string[], delimiter: Delimiter): string[] {
  const names = header.map((name) => name.trim());
  if (names.length < 2) {
    throw new StepwellError(
      'too_few_columns',
      'The header has one column, but a target and at least one input are required. If there are more, separate them with commas, semicolons, tabs or vertical bars.',
      { details: { delimiter } },
    );
  }
  // A first column without a name is how pandas and R write the row number.
  const unnamed = names.indexOf('', 1);
  if (unnamed > 0) {
    throw new StepwellError(
      'unnamed_column',
      `Column ${unnamed + 1} of ${names.length} has no name in the header. Name it, or remove the extra delimiter.`,
      { details: { column: unnamed + 1 } },
    );
  }
  if (names[0] === '') names[0] = uniqueName('(row name)', names);
  const long = names.findIndex((name) => name.length > MAX_NAME_LENGTH);
  if (long >= 0) {
    throw new StepwellError(
      'cell_too_long',
      `The name of column ${long + 1} has ${names[long]!.length} characters, but at most ${MAX_NAME_LENGTH} are supported. Shorten it, or check for a double quote that is never closed.`,
      { details: { column: long + 1 } },
    );
  }
  const seen = new Set<string>();
  const repeated = names.filter((name) => seen.size === seen.add(name).size);
  if (repeated.length > 0) {
    throw new StepwellError(
      'duplicate_columns',
      `The header names "${repeated[0]!.slice(0, 80)}" more than once. Give each column a unique name.`,
      { details: { columns: [...new Set(repeated)].slice(0, 20) } },
    );
  }
  return names;
}

/** @returns the name, with marks appended until it isn't in `taken`. */
export function uniqueName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? uniqueName(`${name}'`, taken) : name;
}
