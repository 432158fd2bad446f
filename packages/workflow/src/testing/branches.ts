import { generator } from '@stepwell/base/random';
import type { Table } from '@stepwell/data/table';
import { categorical, cells, images, numeric, text, tableOf } from '../../../data/src/testing/columns.ts';

const SIDE = 6;
const CLASSES = ['a', 'b', 'c'];
const WORDS = [
  ['harbour', 'boat'],
  ['meadow', 'cow'],
  ['engine', 'wheel'],
];

/** What each branch says of the class: how often a row's own words or bar are shown, and how far its number is off. */
export interface Signals {
  front: number;
  /** Standard deviation of the number around the class; infinite for a number that says nothing. */
  noise: number;
}

/** Rows of a noisy picture of a bar whose height says the class, and a number that says it too. */
export function pictureTable(rows: number, signals: Signals): Table {
  const { y, shown, number, random } = drawn(rows, signals);
  const picture = images(
    'picture',
    SIDE,
    SIDE,
    cells(rows, (row) =>
      cells(SIDE * SIDE, (at) => random.below(120) + (Math.floor(at / SIDE) === 2 * shown[row]! ? 130 : 0)),
    ),
  );
  return tableOf(rows, picture, numeric('number', number), target(y));
}

/** The same of a text, two of whose words say the class. */
export function textTable(rows: number, signals: Signals): Table {
  const { y, shown, number, random } = drawn(rows, signals);
  const review = text(
    'review',
    cells(rows, (row) => `a ${WORDS[shown[row]!]![random.below(2)]} and the ${row % 17} of ${random.below(40)}`),
  );
  return tableOf(rows, review, numeric('number', number), target(y));
}

function target(y: readonly number[]) {
  return categorical(
    'y',
    y.map((code) => CLASSES[code]!),
  );
}

function drawn(rows: number, { front, noise }: Signals) {
  const random = generator(31, 'test', `branches/${rows}`);
  const y = cells(rows, () => random.below(3));
  const shown = y.map((code) => (random.uniform() < front ? code : random.below(3)));
  const number = y.map((code) => {
    // The sum of twelve uniform numbers less six is nearly normal.
    const error = cells(12, () => random.uniform()).reduce((sum, one) => sum + one, -6);
    return Number.isFinite(noise) ? code + noise * error : error;
  });
  return { y, shown, number, random };
}
