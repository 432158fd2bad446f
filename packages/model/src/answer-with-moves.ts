import type { Predictions } from '@stepwell/metrics';
import type { Table } from '@stepwell/data/table';
import { answersOf, type Answer } from './answers.ts';
import type { Model } from './model.ts';
import { notesOf, type Note } from './notes.ts';
import { rowsOfJson, type JsonRow } from './rows-of-json.ts';

/** How the answer would differ with a column's typical value instead, sign reversed. */
export interface Move {
  column: string;
  /** In the first target's unit, or of the probability of the class that the row is named; of the first label. */
  change: number;
}

/** Columns that are tried; the first of those that differ. */
const MOST_COLUMNS = 40;
const MOST_MOVES = 3;

/**
 * Answers a row, and says which of its values move the answer most: each is exchanged for a typical one by itself. Changes of
 * columns that work together don't add up.
 *
 * @param typical a row that others are compared with, with a value for every column.
 * @param predict predicts rows with the model.
 */
export function answerWithMoves(
  model: Model,
  row: JsonRow,
  typical: JsonRow,
  predict: (table: Table) => Predictions,
): { answer: Answer; notes: Note[]; moves: Move[] } {
  const differing = model.signature
    .map(({ name }) => name)
    .filter((name) => (row[name] ?? null) !== (typical[name] ?? null))
    .slice(0, MOST_COLUMNS);
  const variants = differing.map((name) => ({ ...row, [name]: typical[name] ?? null }));
  const { table, absent, unreadable } = rowsOfJson([row, ...variants], model.signature);
  const [answer, ...others] = answersOf(model, predict(table), table);
  const value = valueOf(answer!);
  const moves = others.map((other, i): Move => ({ column: differing[i]!, change: value(answer!) - value(other) }));
  return {
    answer: answer!,
    notes: notesOf(table, model.signature, absent, unreadable)[0]!,
    moves: moves
      .filter(({ change }) => change !== 0)
      .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
      .slice(0, MOST_MOVES),
  };
}

/** What of answers is compared. */
function valueOf(answer: Answer): (of: Answer) => number {
  if ('numbers' in answer) {
    const [target] = Object.keys(answer.numbers);
    return (of) => ('numbers' in of ? of.numbers[target!]! : Number.NaN);
  }
  const name = 'class' in answer ? answer.class : Object.keys(answer.probabilities)[0]!;
  return (of) => ('probabilities' in of ? of.probabilities[name]! : Number.NaN);
}
