import type { Certainty } from '@stepwell/metrics/certainty';
import { stringify } from 'csv-stringify/sync';
import type { Model } from './model.ts';
import type { Note } from './notes.ts';
import type { Answer } from './answers.ts';
import { csvCell } from '@stepwell/base/format';

/**
 * Writes answers as CSV, one line a row: the row's number, the prediction, the probability of each class or label, the ends of 90 %
 * intervals or the set of classes where the model has them, and what is to be known of the row ("unseen: colour; above: age").
 */
export function predictedCsv(
  { question, certainty }: Pick<Model, 'question' | 'certainty'>,
  answers: Answer[],
  notes: Note[][],
): string {
  const names = question.classes ?? question.labels ?? question.target;
  const isNumber = question.classes === null && question.labels === null;
  const chances = isNumber ? [] : names.map((name) => `p(${name})`);
  const predicted = question.labels === null ? question.target : names;
  const bands = certainty === null ? [] : bandNames(certainty.bands, names);
  const lines = answers.map((answer, row) => [
    row + 1,
    ...valuesOf(answer, names),
    ...bandsOf(answer, names),
    notesOfRow(notes[row]!),
  ]);
  return stringify(
    [['row', ...predicted, ...chances, ...bands, 'notes'], ...lines].map((line) =>
      line.map((cell) => (typeof cell === 'string' ? csvCell(cell) : cell)),
    ),
  );
}

/** Their columns: `low90(mpg)`, `high90(mpg)`, or `set90`. */
function bandNames({ kind, level }: Certainty, names: readonly string[]): string[] {
  const percent = Math.round(100 * level);
  return kind === 'sets'
    ? [`set${percent}`]
    : names.flatMap((name) => [`low${percent}(${name})`, `high${percent}(${name})`]);
}

function bandsOf(answer: Answer, names: readonly string[]): (string | number)[] {
  if ('intervals' in answer) return names.flatMap((name) => answer.intervals![name]!);
  return 'set' in answer ? [answer.set!.join('; ')] : [];
}

function valuesOf(answer: Answer, names: readonly string[]): (string | number)[] {
  if ('numbers' in answer) return names.map((name) => answer.numbers[name]!);
  const chances = names.map((name) => answer.probabilities[name]!);
  return 'class' in answer
    ? [answer.class, ...chances]
    : [...names.map((name) => (answer.labels.includes(name) ? 1 : 0)), ...chances];
}

function notesOfRow(notes: Note[]): string {
  return notes.map(({ column, what }) => `${what}: ${column}`).join('; ');
}
