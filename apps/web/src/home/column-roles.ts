import type { Dataset } from '../api/client.ts';

type Column = Dataset['columns'][number];

/** Values of a split column; the service understands these and more. */
const PARTS = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?)$/i;
const TRAINING = /^train(?:ing)?$/i;
/** A split column has few values. */
const MOST_PARTS = 4;
/** What the service calls the target of arrays, idx files and class folders. */
const ANSWERS = new Set(['label', 'y']);

/** @returns whether a column can be predicted: text and images can only be inputs. */
export function canBePredicted({ kind }: Column): boolean {
  return kind !== 'text' && kind !== 'image';
}

/** @returns the obvious target: what the service names as one, or the only column beside text or images. */
export function obviousTarget(columns: readonly Column[]): string | null {
  const possible = columns.filter(canBePredicted);
  const [only] = possible;
  if (possible.length < columns.length && possible.length === 1 && only !== undefined) return only.name;
  const answers = possible.filter(({ name }) => ANSWERS.has(name));
  return answers.length === 1 ? (answers[0]?.name ?? null) : null;
}

/** @returns the columns that may define the train, validation and test split. */
export function splitColumns(columns: readonly Column[]): Column[] {
  return columns.filter(
    ({ kind, distinct, examples }) =>
      kind === 'categorical' &&
      distinct !== null &&
      distinct > 1 &&
      distinct <= MOST_PARTS &&
      examples.every((value) => PARTS.test(value)) &&
      (distinct > examples.length || examples.some((value) => TRAINING.test(value))),
  );
}
