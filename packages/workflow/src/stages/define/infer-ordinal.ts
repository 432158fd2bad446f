import { StepwellError } from '@stepwell/base/errors';
import type { Column } from '@stepwell/data/table';
import type { InferredProblem } from './inferred-problem.ts';

/** Words for levels, from the least to the greatest. A class may have one of several words for the same level. */
const SCALES: readonly (readonly (readonly string[])[])[] = [
  [
    ['very poor', 'very bad', 'terrible'],
    ['poor', 'bad'],
    ['fair', 'average', 'okay', 'ok'],
    ['good'],
    ['very good', 'great'],
    ['excellent'],
  ],
  [['very low'], ['low'], ['medium', 'moderate', 'mid'], ['high'], ['very high']],
  [['never'], ['rarely', 'seldom'], ['sometimes', 'occasionally'], ['often', 'frequently'], ['always']],
  [
    ['strongly disagree'],
    ['disagree'],
    ['neutral', 'neither agree nor disagree', 'undecided'],
    ['agree'],
    ['strongly agree'],
  ],
  [
    ['very dissatisfied', 'very unsatisfied'],
    ['dissatisfied', 'unsatisfied'],
    ['neutral'],
    ['satisfied'],
    ['very satisfied'],
  ],
  [['xs', 'extra small'], ['s', 'small'], ['m', 'medium'], ['l', 'large'], ['xl', 'extra large'], ['xxl']],
  [['none'], ['mild'], ['moderate'], ['severe']],
];
const LETTERS = ['F', 'E', 'D', 'C', 'B', 'A'];
const FEWEST = 3;

/**
 * The order of classes, from the least to the greatest, where it shows in their names: whole numbers, words of a known scale, or
 * the letters A (the best) to F.
 *
 * @param classes as named in the file.
 * @returns null where it doesn't, and for fewer than three.
 */
export function orderOfNames(classes: readonly string[]): string[] | null {
  if (classes.length < FEWEST) return null;
  if (classes.every((name) => /^-?\d+$/.test(name))) return classes.toSorted((a, b) => Number(a) - Number(b));
  const letters = classes.map((name) => LETTERS.indexOf(name.trim()));
  if (!letters.includes(-1)) return sortedBy(classes, letters);
  const plain = classes.map((name) => name.trim().toLowerCase());
  for (const scale of SCALES) {
    const places = plain.map((name) => scale.findIndex((words) => words.includes(name)));
    if (!places.includes(-1) && new Set(places).size === places.length) return sortedBy(classes, places);
  }
  return null;
}

function sortedBy(classes: readonly string[], places: readonly number[]): string[] {
  return classes.toSorted((a, b) => places[classes.indexOf(a)]! - places[classes.indexOf(b)]!);
}

/**
 * Classes with their order.
 *
 * @param found the column's classes.
 * @param levels their order as asked for; undefined to go by their names.
 * @throws {StepwellError} `unsupported_problem` for two classes, and where the order isn't known or doesn't name them all.
 */
export function inferOrdinal(found: InferredProblem, column: Column, levels: string[] | undefined): InferredProblem {
  const classes = found.classes!;
  if (classes.length < FEWEST) {
    throw mismatch(`"${column.name}" has ${classes.length} classes, whose order says nothing. Choose binary.`);
  }
  if (levels === undefined) {
    const order = orderOfNames(classes);
    if (order === null) {
      throw mismatch(
        `The order of the classes of "${column.name}" isn't known: ${quoted(classes)}. Name them from the least to the greatest as levels, such as --levels ${classes
          .slice(0, FEWEST)
          .join(',')}.`,
      );
    }
    return {
      ...found,
      type: 'ordinal',
      classes: order,
      why: `${found.why}; from the least to the greatest: ${quoted(order)}`,
    };
  }
  const missing = classes.filter((name) => !levels.includes(name));
  if (missing.length > 0) {
    throw mismatch(
      `"${column.name}" has classes that the levels lack: ${quoted(missing)}. Name every class once, from the least to the greatest.`,
    );
  }
  if (new Set(levels).size < levels.length) throw mismatch('A level is named twice. Name every class once.');
  // A level that no row to learn from has can't be learned.
  const order = levels.filter((name) => classes.includes(name));
  return { ...found, type: 'ordinal', classes: order, why: `You gave their order: ${quoted(order)}` };
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`);
  return shown.join(', ') + (names.length > shown.length ? ' …' : '');
}

function mismatch(message: string): StepwellError {
  return new StepwellError('unsupported_problem', message);
}
