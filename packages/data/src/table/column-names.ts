import { StepwellError } from '@stepwell/base/errors';

/** What a spec can name. */
const MAX_NAME_LENGTH = 1_000;

/** The columns' names, and what was done to make each of them unique. */
export interface ColumnNames {
  names: string[];
  /** Whether the first column has no name, as the row names of pandas and R. */
  hasRowName: boolean;
  /** What was changed, in sentences. */
  notes: string[];
  /** Which columns have no name, from 0. */
  unnamed: number[];
}

/**
 * Names columns by a header. Columns without a name are numbered, and names that occur twice get a number.
 *
 * @param header the header's cells as they stand in the file; null where there is none.
 * @param width how many columns there are.
 * @throws {StepwellError} `cell_too_long`.
 */
export function columnNames(header: readonly string[] | null, width: number): ColumnNames {
  if (header === null) {
    return {
      names: Array.from({ length: width }, (_, i) => `column ${i + 1}`),
      hasRowName: false,
      notes: [],
      unnamed: [],
    };
  }
  const given = Array.from({ length: width }, (_, i) => (header[i] ?? '').trim());
  const long = given.findIndex((name) => name.length > MAX_NAME_LENGTH);
  if (long >= 0) {
    throw new StepwellError(
      'cell_too_long',
      `The name of column ${long + 1} has ${given[long]!.length} characters, but at most ${MAX_NAME_LENGTH} are supported. Shorten it, or check for a double quote that is never closed.`,
      { details: { column: long + 1 } },
    );
  }
  const taken = new Set(given);
  const seen = new Set<string>();
  /** What the next column of that name is numbered with. */
  const numbers = new Map<string, number>();
  const notes: string[] = [];
  const hasRowName = given[0] === '' && given.some((name) => name !== '');
  const unnamed: number[] = [];
  const names = given.map((name, i) => {
    let wanted = name;
    if (name === '') {
      wanted = i === 0 && hasRowName ? '(row name)' : `column ${i + 1}`;
      if (wanted !== '(row name)') unnamed.push(i);
    }
    if (!seen.has(wanted) && (name !== '' || !taken.has(wanted))) {
      seen.add(wanted);
      return wanted;
    }
    let number = numbers.get(wanted) ?? 2;
    while (seen.has(`${wanted} (${number})`) || taken.has(`${wanted} (${number})`)) number++;
    numbers.set(wanted, number + 1);
    const renamed = `${wanted} (${number})`;
    seen.add(renamed);
    if (name !== '' && notes.length < 5)
      notes.push(`The header has "${name.slice(0, 80)}" twice; column ${i + 1} is called "${renamed.slice(0, 90)}".`);
    return renamed;
  });
  return { names, hasRowName, notes, unnamed };
}

/** @returns the name, with marks appended until it isn't in `taken`. */
export function uniqueName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? uniqueName(`${name}'`, taken) : name;
}
