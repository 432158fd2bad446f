import { StepwellError } from '@stepwell/base/errors';

/** Objects within objects that become columns with a dot in their name. */
const MOST_LEVELS = 8;
/** Brackets within brackets. */
export const MOST_NESTED = 64;
/** Columns left out that are named. */
const MOST_NAMED = 5;

type Scalar = string | number | boolean | null;

/** Takes a cell, by the name of its column. */
export type TakeCell = (name: string, value: string | number) => void;

/** Turns JSON objects into rows of plain cells, and remembers what had to be changed or left out. */
export class FlattenRows {
  #hasNested = false;
  readonly #joined = new Set<string>();
  readonly #leftOut = new Set<string>();

  /**
   * Takes the cells of one object: of objects within, as `outer.inner`; of an array of scalars, its parts between vertical bars.
   *
   * @throws {StepwellError} `not_a_table` for brackets nested too deep.
   */
  take(row: object, take: TakeCell): void {
    this.#take(row, '', 1, take);
  }

  #take(object: object, prefix: string, level: number, take: TakeCell): void {
    for (const [key, value] of Object.entries(object) as [string, unknown][]) {
      const name = prefix + key;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) this.cell(name, value, take);
      else if (level < MOST_LEVELS) {
        this.#hasNested = true;
        this.#take(value, `${name}.`, level + 1, take);
      } else this.#leaveOut(name, value);
    }
  }

  /** Takes one value as the cell of a column. */
  cell(name: string, value: unknown, take: TakeCell): void {
    if (isScalar(value)) return take(name, typeof value === 'number' ? value : asCell(value));
    const parts: unknown[] | null = Array.isArray(value) ? value : null;
    if (parts === null || !parts.every(isScalar)) return this.#leaveOut(name, value);
    if (this.#joined.size <= MOST_NAMED && parts.length > 0) this.#joined.add(name);
    const texts = parts.map((part) => asCell(part).trim());
    take(name, texts.filter((part) => part !== '').join('|'));
  }

  /** What was assumed, in sentences. */
  notes(): string[] {
    const notes: string[] = [];
    if (this.#hasNested) notes.push('Objects within objects became columns whose names are joined by a dot.');
    if (this.#joined.size > 0)
      notes.push(`Arrays became texts with a vertical bar between their parts: ${listed(this.#joined)}.`);
    if (this.#leftOut.size > 0) {
      notes.push(
        `Left out, because they hold arrays of objects or of arrays, or are nested more than ${MOST_LEVELS} deep: ${listed(this.#leftOut)}.`,
      );
    }
    return notes;
  }

  #leaveOut(name: string, value: unknown): void {
    checkNesting(value, 1);
    if (this.#leftOut.size <= MOST_NAMED) this.#leftOut.add(name.slice(0, 80));
  }
}

function isScalar(value: unknown): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function asCell(value: Scalar): string {
  return value === null ? '' : String(value);
}

function listed(names: ReadonlySet<string>): string {
  const quoted = [...names].map((name) => `"${name.slice(0, 80)}"`);
  return quoted.slice(0, MOST_NAMED).join(', ') + (quoted.length > MOST_NAMED ? ' and others' : '');
}

function checkNesting(value: unknown, level: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (level > MOST_NESTED) throw tooDeep();
  for (const part of Object.values(value)) checkNesting(part, level + 1);
}

/** @returns the error for brackets within too many brackets. */
export function tooDeep(): StepwellError {
  return new StepwellError(
    'not_a_table',
    `The JSON has more than ${MOST_NESTED} brackets within each other. Upload one object of plain values for each row.`,
  );
}
