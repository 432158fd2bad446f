/** A list of integers, or of such lists. */
export interface PickledList {
  kind: 'list';
  /** What came into it; a list that holds nothing yet may become either. */
  holds: 'nothing' | 'numbers' | 'lists';
  /** Of numbers: which text it has become; -1 until it is closed. */
  row: number;
  /** Of lists: the texts, in their order; null for another. */
  rows: number[] | null;
}

/** What is on the stack while a pickle is read. Everything is data: a name is a word, a call is a record of it. */
export type PickledValue =
  | number
  | string
  | boolean
  | null
  | PickledList
  | { kind: 'mark' }
  | { kind: 'tuple'; items: PickledValue[] }
  /** A function or class that a pickle names; it is never looked up. */
  | { kind: 'name'; name: string }
  /** What numpy would make: an array, a type, or the bytes that Python 2 calls by a codec. */
  | { kind: 'array'; shape: number[]; list: PickledList | null }
  | { kind: 'dtype'; code: string }
  | { kind: 'bytes' };

/** Names that numpy writes; others are rejected. */
const KNOWN = new Map([
  ['numpy.core.multiarray _reconstruct', 'reconstruct'],
  ['numpy._core.multiarray _reconstruct', 'reconstruct'],
  ['numpy ndarray', 'ndarray'],
  ['numpy dtype', 'dtype'],
  ['_codecs encode', 'encode'],
]);

/** @returns the value for a known name, or undefined. */
export function knownName(module: string, name: string): string | undefined {
  return KNOWN.get(`${module} ${name}`);
}

/** @returns whether the value is of that kind. */
export function isKind<K extends Exclude<PickledValue, number | string | boolean | null>['kind']>(
  value: PickledValue | undefined,
  kind: K,
): value is Extract<PickledValue, { kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind;
}
