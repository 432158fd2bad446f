import { partNamed, type MarkedPart } from '../upload/parts.ts';

/** Role of an array: inputs (x) or targets (y). */
export interface ArrayRole {
  role: 'x' | 'y';
  part: MarkedPart;
}

const INPUTS = new Set(['x', 'image', 'images', 'data', 'features', 'inputs', 'arr_0']);
const TARGETS = new Set(['y', 'label', 'labels', 'target', 'targets', 'arr_1']);

/**
 * @param key the array's name in the archive: `x_train`, `test_labels`, `X`, `target`.
 * @returns its role by that name; null for a name that says none.
 */
export function roleOf(key: string): ArrayRole | null {
  const lower = key.toLowerCase();
  const [first = '', ...rest] = lower.split('_');
  const last = rest.pop();
  const candidates: [string, MarkedPart][] = [[lower, null]];
  if (last !== undefined) {
    const before = partNamed(first);
    const after = partNamed(last);
    if (before !== null) candidates.push([lower.slice(first.length + 1), before]);
    if (after !== null) candidates.push([lower.slice(0, -last.length - 1), after]);
  }
  for (const [word, part] of candidates) {
    if (INPUTS.has(word)) return { role: 'x', part };
    if (TARGETS.has(word)) return { role: 'y', part };
  }
  return null;
}
