import { partNamed, type MarkedPart } from '../../upload/parts.ts';

/** Role of an array: inputs (x) or targets (y). */
export interface ArrayRole {
  role: 'x' | 'y';
  part: MarkedPart;
}

const INPUTS = new Set(['x', 'image', 'images', 'data', 'features', 'inputs', 'arr_0']);
const TARGETS = new Set(['y', 'label', 'labels', 'target', 'targets', 'arr_1']);

/** Targets that name classes, even where they are numbers. */
const NAMES = new Set(['label', 'labels', 'classes']);

/**
 * @param key the array's name in the archive: `x_train`, `test_labels`, `X`, `target`.
 * @returns its role by that name; null for a name that says none.
 */
export function roleOf(key: string): ArrayRole | null {
  for (const [word, part] of wordsOf(key)) {
    if (INPUTS.has(word)) return { role: 'x', part };
    if (TARGETS.has(word)) return { role: 'y', part };
  }
  return null;
}

/**
 * @param key the name of an array that says no role.
 * @returns the name of the columns that it holds beside images, and its part: `train_age` is `age` of the training part.
 */
export function columnOf(key: string): { name: string; part: MarkedPart } {
  const found = wordsOf(key).find(([, part]) => part !== null);
  if (found === undefined || found[0] === '') return { name: key, part: null };
  const [word, part] = found;
  const at = key.toLowerCase().indexOf(word);
  return { name: key.slice(at, at + word.length), part };
}

/** @returns whether an array's name says that it holds the names of classes: `labels`, `train_labels`. */
export function holdsClasses(key: string): boolean {
  return wordsOf(key).some(([word]) => NAMES.has(word));
}

/** What a name says, with and without the part at its start or end. */
function wordsOf(key: string): [string, MarkedPart][] {
  const lower = key.toLowerCase();
  const [first = '', ...rest] = lower.split('_');
  const last = rest.pop();
  const words: [string, MarkedPart][] = [[lower, null]];
  if (last !== undefined) {
    const before = partNamed(first);
    const after = partNamed(last);
    if (before !== null) words.push([lower.slice(first.length + 1), before]);
    if (after !== null) words.push([lower.slice(0, -last.length - 1), after]);
  }
  return words;
}
