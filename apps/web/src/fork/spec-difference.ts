import type { RunSpecInput } from '@stepwell/workflow/question';

/** A field in which two specs differ; null where it isn't set. */
export interface Difference {
  /** The field's name, of the spec or of its model. */
  name: string;
  before: string | null;
  after: string | null;
}

/** Fields that don't change the question: a run's name and where it comes from. */
const APART = new Set(['name', 'from', 'model']);

/** @returns the fields in which two specs differ, in their order. */
export function specDifferences(before: RunSpecInput, after: RunSpecInput): Difference[] {
  return [...differences(before, after), ...differences(before.model ?? {}, after.model ?? {})];
}

function differences(before: object, after: object): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !APART.has(name));
  return names.flatMap((name) => {
    const [was, is] = [wordsOf(Reflect.get(before, name)), wordsOf(Reflect.get(after, name))];
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

/** A value in short: "a, b", "64-64", "x: log"; null for none. */
function wordsOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) {
    const separator = value.every((item) => typeof item === 'number') ? '-' : ', ';
    return value.length === 0 ? null : value.join(separator);
  }
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, of]) => `${name}: ${wordsOf(of) ?? ''}`);
    return parts.length === 0 ? null : parts.join(', ');
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}
