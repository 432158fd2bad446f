import type { Certainty } from '@stepwell/metrics/certainty';
import { stringify } from 'csv-stringify/sync';
import { csvCell } from '@stepwell/base/format';
import type { StepwellError } from '@stepwell/base/errors';
import type { Answer } from './answers.ts';
import type { Model } from './model.ts';
import type { Note } from './notes.ts';

type Cells = (string | number)[];
/** What the columns of the answers follow from. */
type Of = Pick<Model, 'certainty'> & { question: Pick<Model['question'], 'classes' | 'labels' | 'target'> };

/** What a row of a file is answered with: its answer and what is to be known of it, or why it has none. */
export type RowAnswer = { answer: Answer; notes: Note[] } | { answer: null; why: string };

/**
 * Writes answers as CSV, one line a row: the row's number, the prediction, the probability of each class or label, the ends of 90 %
 * intervals or the set of classes where the model has them, and what is to be known of the row ("unseen: colour; above: age").
 *
 * @param files of images, which come after the row's number; null of other rows.
 */
export function predictedCsv(
  model: Of,
  answers: Answer[],
  notes: Note[][],
  files: readonly string[] | null = null,
): string {
  const rows = answers.map((answer, row): RowAnswer => ({ answer, notes: notes[row]! }));
  return predictedHead(model, files !== null) + predictedLines(model, rows, 1, files);
}

/** @returns the header of answers as CSV. @param hasFiles whether the rows are images from files. */
export function predictedHead(model: Of, hasFiles = false): string {
  return csvOf([['row', ...(hasFiles ? ['file'] : []), ...columnNames(model), 'notes']]);
}

/**
 * @param first the number of the first row.
 * @param files of images; null of other rows.
 * @returns answers as lines of CSV.
 */
export function predictedLines(
  model: Of,
  rows: readonly RowAnswer[],
  first: number,
  files: readonly string[] | null = null,
): string {
  const { classes, labels, target } = model.question;
  const names = classes ?? labels ?? target;
  const none = emptyCells(model);
  const fileOf = (row: number) => (files === null ? [] : [files[row]!]);
  return csvOf(
    rows.map((row, i) =>
      row.answer === null
        ? [first + i, ...fileOf(i), ...none, row.why]
        : [
            first + i,
            ...fileOf(i),
            ...valuesOf(row.answer, names),
            ...bandsOf(row.answer, names),
            notesOfRow(row.notes),
          ],
    ),
  );
}

/** @returns the last line of answers that end too early: "error" in place of a row's number, and why. */
export function errorLine(model: Of, { code, message }: StepwellError): string {
  return csvOf([['error', ...emptyCells(model), `${message} [${code}]`]]);
}

function columnNames({ question: { classes, labels, target }, certainty }: Of): string[] {
  const chances = (classes ?? labels ?? []).map((name) => `p(${name})`);
  return [...(labels ?? target), ...chances, ...(certainty === null ? [] : bandNames(certainty.bands, target))];
}

/** `low90(mpg)`, `high90(mpg)`, or `set90`. */
function bandNames({ kind, level }: Certainty, target: readonly string[]): string[] {
  const percent = Math.round(100 * level);
  return kind === 'sets'
    ? [`set${percent}`]
    : target.flatMap((name) => [`low${percent}(${name})`, `high${percent}(${name})`]);
}

function emptyCells(model: Of): string[] {
  return columnNames(model).map(() => '');
}

function csvOf(lines: Cells[]): string {
  return stringify(lines.map((line) => line.map((cell) => (typeof cell === 'string' ? csvCell(cell) : cell))));
}

function valuesOf(answer: Answer, names: readonly string[]): Cells {
  if ('numbers' in answer) return names.map((name) => answer.numbers[name]!);
  const chances = names.map((name) => answer.probabilities[name]!);
  return 'class' in answer
    ? [answer.class, ...chances]
    : [...names.map((name) => (answer.labels.includes(name) ? 1 : 0)), ...chances];
}

function bandsOf(answer: Answer, names: readonly string[]): Cells {
  if ('intervals' in answer) return names.flatMap((name) => answer.intervals![name]!);
  return 'set' in answer ? [answer.set!.join('; ')] : [];
}

function notesOfRow(notes: Note[]): string {
  return notes.map(({ column, what }) => `${what}: ${column}`).join('; ');
}
