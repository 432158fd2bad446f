import { stringify } from 'csv-stringify/sync';
import { csvCell } from '@stepwell/base/format';
import type { StepwellError } from '@stepwell/base/errors';
import type { Answer } from './answers.ts';
import type { Model } from './model.ts';
import type { Note } from './notes.ts';

type Cells = (string | number)[];
type Question = Pick<Model['question'], 'classes' | 'labels' | 'target'>;

/** What a row of a file is answered with: its answer and what is to be known of it, or why it has none. */
export type RowAnswer = { answer: Answer; notes: Note[] } | { answer: null; why: string };

/**
 * Writes answers as CSV, one line a row: the row's number, the prediction, the probability of each class or label, and what is to
 * be known of the row ("unseen: colour; above: age").
 */
export function predictedCsv({ question }: Pick<Model, 'question'>, answers: Answer[], notes: Note[][]): string {
  const rows = answers.map((answer, row): RowAnswer => ({ answer, notes: notes[row]! }));
  return predictedHead(question) + predictedLines(question, rows, 1);
}

/** @returns the header of answers as CSV. */
export function predictedHead(question: Question): string {
  return csvOf([['row', ...predictedNames(question), ...chancesOf(question).map((name) => `p(${name})`), 'notes']]);
}

/** @returns answers as lines of CSV. @param first the number of the first row. */
export function predictedLines(question: Question, rows: readonly RowAnswer[], first: number): string {
  const names = question.classes ?? question.labels ?? question.target;
  const none = emptyCells(question);
  return csvOf(
    rows.map((row, i) =>
      row.answer === null
        ? [first + i, ...none, row.why]
        : [first + i, ...valuesOf(row.answer, names), notesOfRow(row.notes)],
    ),
  );
}

/** @returns the last line of answers that end too early: "error" in place of a row's number, and why. */
export function errorLine(question: Question, { code, message }: StepwellError): string {
  return csvOf([['error', ...emptyCells(question), `${message} [${code}]`]]);
}

function predictedNames({ labels, target }: Question): readonly string[] {
  return labels ?? target;
}

function chancesOf({ classes, labels }: Question): readonly string[] {
  return classes ?? labels ?? [];
}

function emptyCells(question: Question): string[] {
  return Array.from({ length: predictedNames(question).length + chancesOf(question).length }, () => '');
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

function notesOfRow(notes: Note[]): string {
  return notes.map(({ column, what }) => `${what}: ${column}`).join('; ');
}
